data "bentocloud_secret" "team_token" {
  name = "team-token"
}

# A secret that another team keeps: the deployment restarts when its revision changes.
resource "bentocloud_deployment" "summarizer" {
  name    = "summarizer"
  bento   = "fingerprint:v1"
  secrets = [data.bentocloud_secret.team_token]
}
