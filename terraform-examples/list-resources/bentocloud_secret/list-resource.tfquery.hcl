# Terraform 1.14 or later: terraform query -generate-config-out=secrets.tf
# Then write values_wo into each resource of secrets.tf: values are never read.
list "bentocloud_secret" "of_hugging_face" {
  provider = bentocloud

  config {
    query = "key:HF_TOKEN"
  }
}
