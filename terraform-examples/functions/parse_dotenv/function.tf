variable "dotenv" {
  description = "The text of a .env file, such as TF_VAR_dotenv=\"$(cat .env)\"."
  type        = string
  ephemeral   = true
  sensitive   = true
}

resource "bentocloud_secret" "from_dotenv" {
  name      = "from-dotenv"
  values_wo = provider::bentocloud::parse_dotenv(var.dotenv)
}
