data "bentocloud_cluster" "default" {
  name = "default"
}

check "cluster_is_reachable" {
  assert {
    condition     = data.bentocloud_cluster.default.health.reachable
    error_message = data.bentocloud_cluster.default.health.message
  }
}
