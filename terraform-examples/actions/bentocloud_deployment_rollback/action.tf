# Terraform 1.14 or later: terraform apply -invoke=action.bentocloud_deployment_rollback.summarizer
action "bentocloud_deployment_rollback" "summarizer" {
  config {
    name     = "summarizer"
    revision = 3
  }
}
