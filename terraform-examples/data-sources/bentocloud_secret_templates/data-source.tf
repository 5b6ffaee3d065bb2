data "bentocloud_secret_templates" "all" {}

output "keys_of_openai" {
  value = one([
    for template in data.bentocloud_secret_templates.all.templates : template.items[*].key
    if template.name == "openai"
  ])
}
