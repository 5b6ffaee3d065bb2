data "bentocloud_instance_types" "all" {}

output "with_gpu" {
  value = [for type in data.bentocloud_instance_types.all.instance_types : type.name if type.gpu != ""]
}
