# By cluster and name, or by the name alone in the default cluster.
terraform import bentocloud_deployment.llm default/llm-example
