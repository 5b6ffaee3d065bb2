data "bentocloud_clusters" "all" {}

output "default_cluster" {
  value = one([for cluster in data.bentocloud_clusters.all.clusters : cluster.name if cluster.is_default])
}
