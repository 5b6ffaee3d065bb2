locals {
  file = provider::bentocloud::deployment_from_yaml(file("${path.module}/deployment.yaml"))
}

resource "bentocloud_deployment" "from_file" {
  name     = local.file.name
  bento    = local.file.bento
  secrets  = local.file.secrets
  services = local.file.services
}
