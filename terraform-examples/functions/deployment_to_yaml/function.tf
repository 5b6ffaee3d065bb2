data "bentocloud_deployment" "running" {
  name = "from-file"
}

# What `bentoml deployment apply --config-file` takes.
output "deployment_file" {
  value = provider::bentocloud::deployment_to_yaml({
    name  = data.bentocloud_deployment.running.name
    bento = data.bentocloud_deployment.running.bento
    envs  = data.bentocloud_deployment.running.envs
  })
}
