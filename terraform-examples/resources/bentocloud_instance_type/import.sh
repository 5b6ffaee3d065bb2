# cluster/name, or the name alone in the default cluster
terraform import bentocloud_instance_type.small default/cpu.small
