# Terraform 1.14 or later: terraform query -generate-config-out=secrets.tf
list "bentocloud_secret" "of_hugging_face" {
  provider = bentocloud

  config {
    query = "key:HF_TOKEN"
  }
}
