# Terraform 1.14 or later: terraform apply -invoke=action.bentocloud_deployment_restart.summarizer
action "bentocloud_deployment_restart" "summarizer" {
  config {
    name = "summarizer"
  }
}
