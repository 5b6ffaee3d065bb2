# The uid, as `bentoml api-token list` shows it. The value is not known after an import.
terraform import bentocloud_api_token.ci 0123456789abcdef01234567
