# By cluster and name, or by the name alone in the default cluster.
terraform import bentocloud_secret.hugging_face default/hugging-face
