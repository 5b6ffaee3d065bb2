data "bentocloud_bento" "fingerprint" {
  name = "fingerprint"
}

# Each plan takes the version that was pushed last. The digest also follows a version that is
# pushed again under the same name.
resource "bentocloud_deployment" "summarizer" {
  name            = "summarizer"
  bento           = data.bentocloud_bento.fingerprint.tag
  restart_trigger = { digest = data.bentocloud_bento.fingerprint.digest }
}
