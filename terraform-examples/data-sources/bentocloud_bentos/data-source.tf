data "bentocloud_bentos" "uploaded" {
  query = "is:uploaded"
}

output "tags" {
  value = data.bentocloud_bentos.uploaded.bentos[*].tag
}
