data "bentocloud_deployment" "summarizer" {
  name = "summarizer"
}

output "summarizer_url" {
  value = data.bentocloud_deployment.summarizer.endpoint_url
}
