using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kinora.Web.Api;

/// <summary>What the OpenAPI document says beside what is read off the endpoints.</summary>
internal static class ApiDocument
{
    /// <summary>The document's name, and the API's version.</summary>
    public const string Name = "v1";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Kinora", Version = Name, Description = "Recognises human actions in video." };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            // The body is read by hand as it arrives, so that nothing of it can be read off the method.
            if (operation.OperationId == "CreatePrediction")
            {
                operation.RequestBody = Body();
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiRequestBody Body() => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["multipart/form-data"] = new() { Schema = Object(("file", "the video", "binary"), ("model", "the model's name; the default when absent", null)) },
            ["application/json"] = new() { Schema = Object(("upload", "the id of a video uploaded before", null), ("model", "the model's name; the default when absent", null)) },
        },
    };

    private static OpenApiSchema Object(params (string Name, string Meaning, string? Format)[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(
            field => field.Name,
            IOpenApiSchema (field) => new OpenApiSchema { Type = JsonSchemaType.String, Description = field.Meaning, Format = field.Format },
            StringComparer.Ordinal),
        Required = new HashSet<string>(StringComparer.Ordinal) { fields[0].Name },
    };
}
