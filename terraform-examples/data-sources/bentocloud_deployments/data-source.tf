data "bentocloud_deployments" "production" {
  query = "label:env=prod"
}

# Deployments whose replicas hold an older value than the secret has now.
output "not_restarted_yet" {
  value = [
    for deployment in data.bentocloud_deployments.production.deployments : deployment.name
    if anytrue([for secret in deployment.secrets : secret.state != "current"])
  ]
}
