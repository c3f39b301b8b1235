using System.Globalization;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Models;
using Kinora.Models.Sizes;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary><c>models</c>: the networks there are, each with its size and cost; <c>models NAME</c>: the layers of one.</summary>
internal static class Models
{
    public static Verb Verb { get; } = new("models", "list the networks, or the layers of one", Run)
    {
        Options = new([OptionRecord.Of<ModelsOptions>("models")], NetworkChoice()),
        Positionals = ["name"],
        Examples = ["models", "models video3dcnn_s", "models video3dcnn --frames 32 --size 128 171 --classes 51", "models --json"],
    };

    private static Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<ModelsOptions>();
        if (values.ChosenName is { } name)
        {
            Layers(Find(name), values.Chosen!, options, terminal);
        }
        else
        {
            ModelList.Write(Counted(ModelZoo.All.Select(CountedNetwork.Of)), Counted(ModelZoo.Backbones.Select(CountedNetwork.Of)), options.Json, terminal);
        }

        return Task.FromResult(ExitCode.Done);

        // One after the other, as they are written: the first lines are there at once.
        IEnumerable<(CountedNetwork, LayerTable)> Counted(IEnumerable<CountedNetwork> networks) => networks.Select(network =>
        {
            cancelled.ThrowIfCancellationRequested();
            return (network, network.Count(network.Input, network.Defaults));
        });
    }

    private static void Layers(CountedNetwork network, object modelOptions, ModelsOptions options, Terminal terminal)
    {
        if (options.Frames is not null && network.Input.Frames is null)
        {
            throw new OptionsException([$"--frames: {network.Name} looks at single pictures, without frames"]);
        }

        var input = new CountedInput(
            options.Frames ?? network.Input.Frames,
            options.Size?.Height ?? network.Input.Height,
            options.Size?.Width ?? network.Input.Width,
            options.Channels ?? network.Input.Channels,
            options.Classes ?? network.Input.Classes);
        if (network.Mistakes(input, modelOptions) is { Count: > 0 } mistakes)
        {
            throw new OptionsException(mistakes);
        }

        var counted = network.Count(input, modelOptions);
        if (options.Json)
        {
            ModelList.WriteJson(network, input, modelOptions, counted, terminal);
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("layer").AddColumn("kind").AddColumn("output");
        table.AddColumn(new TableColumn("parameters").RightAligned().NoWrap()).AddColumn(new TableColumn("multiply-adds").RightAligned().NoWrap());
        foreach (var row in counted.Rows)
        {
            var output = row.Output is null ? "not in evaluation" : $"({string.Join(", ", row.Output)})";
            table.AddRow(row.Name.EscapeMarkup(), row.Kind, output, Count(row.Parameters), Count(row.MultiplyAdds));
        }

        terminal.Page.Write(table);
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{network.Name}, {input.Classes} classes: {counted.Parameters:N0} parameters, {counted.MultiplyAdds / 1e9:F2} GMAC for {input}"));
    }

    private static string Count(long number) => number == 0 ? "" : number.ToString("N0", CultureInfo.InvariantCulture);

    private static OptionChoice NetworkChoice() => new(
        "name",
        [.. ModelZoo.All.Select(entry => entry.Name), .. ModelZoo.Backbones.Select(entry => entry.Name)],
        name =>
        {
            var network = Find(name);
            return new OptionRecord("model", network.CopyDefaults);
        });

    private static CountedNetwork Find(string name) =>
        ModelZoo.All.FirstOrDefault(entry => entry.Name == name) is { } model ? CountedNetwork.Of(model) : CountedNetwork.Of(ModelZoo.FindBackbone(name));
}
