using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kinora.Cli.Doctor;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Spectre.Console;

namespace Kinora.Cli.Verbs;

/// <summary><c>doctor</c> looks at everything Kinora stands on.</summary>
internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Verb Verb { get; } = new("doctor", "check that everything Kinora needs is there and works", Run)
    {
        Options = new([OptionRecord.Of<DoctorOptions>("report")]),
        Examples = ["doctor"],
    };

    private static Task<int> Run(OptionValues options, Terminal terminal, CancellationToken cancelled)
    {
        Check[] checks = [.. MachineChecks.Run("runs"), .. EngineChecks.Run(), .. VideoChecks.Run()];
        var isWorking = checks.All(check => check.State != CheckState.Bad);
        if (options.Get<DoctorOptions>().Json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new { Version = Application.Version, IsWorking = isWorking, Checks = checks }, Json));
        }
        else
        {
            terminal.Page.Write(Table(checks));
            terminal.Output.WriteLine(isWorking ? "Kinora can work here." : "Kinora cannot work here: see the lines marked ✗.");
        }

        return Task.FromResult(isWorking ? ExitCode.Done : ExitCode.NothingDone);
    }

    private static Table Table(IEnumerable<Check> checks)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumns(new TableColumn(""), new TableColumn("").NoWrap(), new TableColumn(""));
        foreach (var check in checks)
        {
            var mark = check.State switch { CheckState.Good => "[green]✓[/]", CheckState.Weak => "[yellow]![/]", _ => "[red]✗[/]" };
            var advice = check.Advice is null ? "" : $"\n→ {check.Advice.EscapeMarkup()}";
            table.AddRow(mark, check.Name.EscapeMarkup(), check.Found.EscapeMarkup() + advice);
        }

        return table;
    }
}

internal sealed record DoctorOptions
{
    [Description("print the result as JSON")]
    public bool Json { get; init; }
}
