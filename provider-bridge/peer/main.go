// A provider of one resource that answers and does nothing else, made with HashiCorp's framework:
// what a start and a plan cost in Go, for the benchmark.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type peer struct{}

func (peer) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "peer"
}

func (peer) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (peer) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (peer) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (peer) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return object{} }}
}

type object struct{}

type state struct {
	Name   types.String `tfsdk:"name"`
	Values types.Map    `tfsdk:"values_wo"`
}

func (object) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = "peer_object"
}

func (object) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	answer.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"name":      schema.StringAttribute{Required: true},
		"values_wo": schema.MapAttribute{Required: true, WriteOnly: true, ElementType: types.StringType},
	}}
}

func (object) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	var planned state
	answer.Diagnostics.Append(request.Plan.Get(ctx, &planned)...)
	answer.Diagnostics.Append(answer.State.Set(ctx, planned)...)
}

func (object) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (object) Update(ctx context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	var planned state
	answer.Diagnostics.Append(request.Plan.Get(ctx, &planned)...)
	answer.Diagnostics.Append(answer.State.Set(ctx, planned)...)
}

func (object) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func main() {
	options := providerserver.ServeOpts{Address: "localhost/bentoform/peer"}
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return peer{} }, options); err != nil {
		log.Fatal(err)
	}
}
