using System.Text.Json;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Models;

namespace Kinora.Cli.Tests;

/// <summary><c>models</c>, and <c>models NAME</c>.</summary>
public sealed class ModelsTests
{
    [Fact]
    public async Task All_networks_are_listed_with_size_cost_and_paper()
    {
        var (code, output, errors) = await Start("models");

        Assert.Equal((0, ""), (code, errors));
        var lines = output.Split('\n');
        foreach (var (name, paper) in ModelZoo.All.Select(entry => (entry.Name, entry.Paper)).Concat(ModelZoo.Backbones.Select(entry => (entry.Name, entry.Paper))))
        {
            var at = Array.FindIndex(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal));
            Assert.True(at >= 0, $"{name} is not listed");
            Assert.Contains(paper, lines[at + 1] + lines[at + 2], StringComparison.Ordinal);
        }

        Assert.Contains("video3dcnn_s          16 x 112 x 112                400        769,328     1.52  PyTorch\n", output, StringComparison.Ordinal);
        Assert.Contains("\nbackbones ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_as_json_has_every_network_once()
    {
        var (code, output, errors) = await Start("models", "--json");

        Assert.Equal((0, ""), (code, errors));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(ModelZoo.All.Select(entry => entry.Name), Names("models"));
        Assert.Equal(ModelZoo.Backbones.Select(entry => entry.Name), Names("backbones"));
        var one = json.RootElement.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "video3dcnn_s");
        Assert.Equal(
            ["name", "summary", "paper", "reference", "input", "minimum", "parameters", "multiply_adds"],
            one.EnumerateObject().Select(property => property.Name));
        Assert.Equal("""{"frames":16,"height":112,"width":112,"channels":3,"classes":400}""", JsonSerializer.Serialize(one.GetProperty("input")));
        Assert.Equal("""{"frames":8,"size":32}""", JsonSerializer.Serialize(one.GetProperty("minimum")));
        Assert.Equal(769_328, one.GetProperty("parameters").GetInt64());

        IEnumerable<string?> Names(string list) => json.RootElement.GetProperty(list).EnumerateArray().Select(model => model.GetProperty("name").GetString());
    }

    [Fact]
    public async Task One_network_is_shown_layer_by_layer_for_any_input_and_options()
    {
        var (code, output, errors) = await Start("models", "video3dcnn", "--width", "4", "--depth", "2", "--frames", "8", "--size", "20", "32", "--channels", "1", "--classes", "5");

        Assert.Equal((0, ""), (code, errors));
        var lines = output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();

        // By hand: 8·20·32 places, 4 channels out, 1·27 numbers under the kernel; then 8·10·16 places, 8 channels, 4·27 numbers.
        Assert.Contains($"conv1 Conv3d (1, 4, 8, 20, 32) 112 {8 * 20 * 32 * 4 * 27:N0}", lines);
        Assert.Contains($"conv2 Conv3d (1, 8, 8, 10, 16) 872 {8 * 10 * 16 * 8 * 4 * 27:N0}", lines);
        Assert.Contains("bn2 BatchNorm3d (1, 8, 8, 10, 16) 16", lines);
        Assert.Contains("max_pool3d MaxPool3d (1, 8, 4, 5, 8)", lines);
        Assert.Contains("relu ReLU (1, 8, 4, 5, 8)", lines);
        Assert.Contains("fc1 Linear (1, 4) 36 32", lines);
        Assert.Contains("fc2 Linear (1, 5) 25 20", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("flatten", StringComparison.Ordinal));
        Assert.Contains("video3dcnn, 5 classes: 1,069 parameters, 0.00 GMAC for 8 x 20 x 32, 1 channel", lines);
    }

    [Fact]
    public async Task One_network_as_json_adds_up()
    {
        var (code, output, errors) = await Start("models", "video3dcnn_s", "--frames", "8", "--size", "32", "--classes", "51", "--json");

        Assert.Equal((0, ""), (code, errors));
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal("""{"frames":8,"height":32,"width":32,"channels":3,"classes":51}""", JsonSerializer.Serialize(root.GetProperty("input")));
        Assert.Equal("""{"width":16,"depth":5,"temporal_pools":3,"dropout":0.2}""", JsonSerializer.Serialize(root.GetProperty("options")));
        using var network = ModelZoo.Find("video3dcnn_s").Build(51);
        Assert.Equal(network.Parameters().Sum(parameter => parameter.ElementCount), root.GetProperty("parameters").GetInt64());
        foreach (var total in new[] { "parameters", "multiply_adds" })
        {
            Assert.Equal(root.GetProperty(total).GetInt64(), root.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty(total).GetInt64()));
        }

        Assert.Equal([1, 16, 8, 32, 32], root.GetProperty("layers")[0].GetProperty("output").EnumerateArray().Select(size => size.GetInt64()));
    }

    [Theory]
    [InlineData("NAME: found video3dcm, expected one of .*; did you mean video3dcnn\\?", "video3dcm")]
    [InlineData("--frames is 4, but video3dcnn_s takes clips from 8 frames up", "video3dcnn_s", "--frames", "4")]
    [InlineData("--size is 32 16, but video3dcnn_s takes frames from 32 by 32 up", "video3dcnn_s", "--size", "32", "16")]
    [InlineData("--frames, --size, --channels and --classes are for one network: give its NAME", "--classes", "4")]
    public async Task What_cannot_be_shown_is_refused_in_one_line(string line, params string[] arguments)
    {
        var (code, output, errors) = await Start(["models", .. arguments]);
        Assert.Equal((2, ""), (code, output));
        Assert.Matches($"^kinora models: {line}\nkinora models --help lists all options\n$", errors);
    }

    private static async Task<(int Code, string Output, string Errors)> Start(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, errors, width: 100));
        return (code, output.ToString(), errors.ToString());
    }
}
