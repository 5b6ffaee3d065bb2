// Package suite holds the provider to the acceptance tests that HashiCorp's framework makes of its
// resources: create, an empty plan, import in each form, and lists. It needs an API without the
// objects of the examples, which BENTO_CLOUD_API_ENDPOINT and BENTO_CLOUD_API_KEY name, and a CLI
// configuration that installs the provider.
package suite

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// An example of the provider's documentation, with one resource under test.
type example struct {
	address     string
	kind        string           // of the resource, which names the folder
	variables   config.Variables // of the example
	unreadable  []string         // attributes that the API does not return
	importPlans bool             // whether the example sets them, so that the plan of an import is an update
	query       string           // of a list that has this object alone
	id          string           // that import takes; its uid where that is chosen by the API
}

var (
	token = example{
		address:     "bentocloud_api_token.ci",
		kind:        "bentocloud_api_token",
		variables:   config.Variables{"ci_token": config.StringVariable("bf_0123456789012345678901234567890123456789012")},
		unreadable:  []string{"hash", "token_wo_version"},
		importPlans: true,
	}
	cluster      = example{address: "bentocloud_cluster.staging", kind: "bentocloud_cluster", id: "staging"}
	instanceType = example{address: "bentocloud_instance_type.small", kind: "bentocloud_instance_type", id: "default/cpu.small"}
	secret       = example{
		address:   "bentocloud_secret.hugging_face",
		kind:      "bentocloud_secret",
		variables: config.Variables{"hf_token": config.StringVariable("first")},
		query:     "named:hugging-face",
		id:        "default/hugging-face",
	}
	deployment = example{
		address:     "bentocloud_deployment.llm",
		kind:        "bentocloud_deployment",
		variables:   config.Variables{"hf_token": config.StringVariable("first")},
		unreadable:  []string{"services", "timeouts"},
		importPlans: true,
		query:       "named:llm-example",
		id:          "default/llm-example",
	}
	examples = []example{token, cluster, instanceType, secret, deployment}

	providers = map[string]resource.ExternalProvider{"bentocloud": {Source: "bentoform/bentocloud"}}
)

// configuration is the example.
func (e example) configuration(t *testing.T) string {
	text, err := os.ReadFile(filepath.Join("..", "..", "resources", e.kind, "resource.tf"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// created makes the objects, after which the framework wants an empty plan, refreshed or not.
func (e example) created(t *testing.T) resource.TestStep {
	return resource.TestStep{
		Config:          e.configuration(t),
		ConfigVariables: e.variables,
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(e.address, plancheck.ResourceActionCreate)},
			PostApplyPreRefresh:  []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
	}
}

func (e example) imported(t *testing.T, kind resource.ImportStateKind) resource.TestStep {
	return resource.TestStep{
		Config:                               e.configuration(t),
		ConfigVariables:                      e.variables,
		ResourceName:                         e.address,
		ImportState:                          true,
		ImportStateKind:                      kind,
		ImportStateIdFunc:                    e.importID,
		ImportStateVerify:                    kind == resource.ImportCommandWithID,
		ImportStateVerifyIdentifierAttribute: "uid",
		ImportStateVerifyIgnore:              e.unreadable,
		ExpectNonEmptyPlan:                   e.importPlans,
	}
}

func (e example) importID(state *terraform.State) (string, error) {
	if e.id == "" {
		return state.RootModule().Resources[e.address].Primary.Attributes["uid"], nil
	}
	return e.id, nil
}

// TestCreateAndImport creates each resource, plans it again, and imports it by its id: by the
// command, whose state must be that of the creation, and by a block.
func TestCreateAndImport(t *testing.T) {
	for _, each := range examples {
		t.Run(each.kind, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ExternalProviders: providers,
				Steps: []resource.TestStep{
					each.created(t),
					each.imported(t, resource.ImportCommandWithID),
					each.imported(t, resource.ImportBlockWithID),
				},
			})
		})
	}
}

// TestImportByIdentity imports each resource by the identity that its creation left in the state.
func TestImportByIdentity(t *testing.T) {
	for _, each := range examples {
		t.Run(each.kind, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ExternalProviders:      providers,
				TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
				Steps:                  []resource.TestStep{each.created(t), each.imported(t, resource.ImportBlockWithResourceIdentity)},
			})
		})
	}
}

// TestList finds what an example has created by a list, with its identity.
func TestList(t *testing.T) {
	for _, each := range []example{secret, deployment} {
		t.Run(each.kind, func(t *testing.T) {
			list := `list "` + each.kind + `" "found" {
				provider = bentocloud
				config { query = "` + each.query + `" }
			}`
			resource.Test(t, resource.TestCase{
				ExternalProviders:      providers,
				TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
				Steps: []resource.TestStep{
					each.created(t),
					{
						Query:           true,
						Config:          list,
						ConfigVariables: each.variables,
						QueryResultChecks: []querycheck.QueryResultCheck{
							querycheck.ExpectLength(each.kind+".found", 1),
							querycheck.ExpectIdentity(each.kind+".found", map[string]knownvalue.Check{
								"cluster": knownvalue.StringExact("default"),
								"name":    knownvalue.StringExact(filepath.Base(each.id)),
							}),
						},
					},
				},
			})
		})
	}
}
