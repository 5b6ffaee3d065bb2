data "bentocloud_secrets" "with_a_token" {
  query = "key:HF_TOKEN"
}

output "secrets_that_nobody_uses" {
  value = [for secret in data.bentocloud_secrets.with_a_token.secrets : secret.name if secret.used_by == 0]
}
