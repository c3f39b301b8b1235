using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Cli.Shell;
using Kinora.Models.Sizes;

namespace Kinora.Cli.Verbs;

/// <summary>How <c>models</c> shows what it counted.</summary>
internal static class ModelList
{
    private static readonly JsonSerializerOptions json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>All networks: those for clips, then those for pictures.</summary>
    public static void Write(
        IEnumerable<(CountedNetwork Network, LayerTable Layers)> models, IEnumerable<(CountedNetwork Network, LayerTable Layers)> backbones, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new { Models = models.Select(Line), Backbones = backbones.Select(Line) }, json));
            return;
        }

        WriteTable("models", models, terminal);
        terminal.Output.WriteLine();
        WriteTable("backbones", backbones, terminal);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine("GMAC: thousand million multiply-adds of convolutions, linear and recurrent layers, for one clip or picture.");
        terminal.Output.WriteLine("'kinora models NAME' lists a network's layers, 'kinora train --model NAME --help' its options.");
    }

    /// <summary>One network as JSON, with its layers.</summary>
    public static void WriteJson(CountedNetwork network, CountedInput input, object options, LayerTable layers, Terminal terminal) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(
            new
            {
                network.Name,
                network.Summary,
                network.Paper,
                network.Reference,
                Input = input,
                Minimum = network.Minimum(options),
                Options = options,
                layers.Parameters,
                layers.MultiplyAdds,
                Layers = layers.Rows,
            },
            json));

    private static object Line((CountedNetwork Network, LayerTable Layers) one) => new
    {
        one.Network.Name,
        one.Network.Summary,
        one.Network.Paper,
        one.Network.Reference,
        one.Network.Input,
        Minimum = one.Network.Minimum(one.Network.Defaults),
        one.Layers.Parameters,
        one.Layers.MultiplyAdds,
    };

    private static void WriteTable(string title, IEnumerable<(CountedNetwork Network, LayerTable Layers)> networks, Terminal terminal)
    {
        terminal.Output.WriteLine($"{title,-22}{"input",-26}{"classes",7}{"parameters",15}{"GMAC",9}  compared with");
        foreach (var (network, layers) in networks)
        {
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{network.Name,-22}{network.Input,-26}{network.Input.Classes,7}{layers.Parameters,15:N0}{layers.MultiplyAdds / 1e9,9:F2}  {network.Reference ?? "-"}"));
            var fits = network.Summary.Length + network.Paper.Length + 4 <= terminal.Width;
            terminal.Output.WriteLine($"  {network.Summary}{(fits ? ", " : "\n  ")}{network.Paper}");
        }
    }
}
