using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Progress;
using Kinora.Cli.Shell;
using Kinora.Data;
using Kinora.Data.Fetching;

namespace Kinora.Cli.Verbs;

/// <summary><c>data get NAME|URL</c>: fetches a published data set and unpacks it.</summary>
internal static class DataGet
{
    public static Verb Verb { get; } = new("data get", "fetch a published data set and unpack it", Run)
    {
        Options = new([OptionRecord.Of<DataGetOptions>("data_get")]),
        Positionals = ["name"],
        Examples = ["data get weizmann", "data get kth --out sets/kth", "data get https://example.org/clips.zip"],
    };

    private static async Task<int> Run(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<DataGetOptions>();
        var wanted = Named(options.Name);
        var folder = options.Out ?? wanted.Folder;
        terminal.Notices.WriteLine(wanted.Title);
        terminal.Notices.WriteLine($"terms: {wanted.Terms}{(wanted.Cite is { } cite ? $"; cite: {cite}" : "")}");

        using var client = new HttpClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"Kinora/{Application.Version}");
        await new DataFetch(client, new FetchScreen(terminal)).Get(wanted, folder, cancelled).ConfigureAwait(false);
        return Tell(folder, terminal);
    }

    // What is there now is read once, so that a copy that is not whole is told at once.
    private static int Tell(string folder, Terminal terminal)
    {
        try
        {
            var data = DataSets.Open(folder);
            foreach (var notice in data.Notices)
            {
                terminal.Notices.WriteLine($"kinora data get: {notice}");
            }

            terminal.Output.WriteLine($"{data.Samples.Count} clips of {data.Labels.Count} classes ({data.Format}) in {folder}: ./kinora train {folder}");
            return ExitCode.Done;
        }
        catch (DataException e)
        {
            terminal.Notices.WriteLine($"kinora data get: fetched and unpacked into {folder}, but no data set yet: {e.Message}");
            return ExitCode.SomeFailed;
        }
    }

    private static PublishedData Named(string name)
    {
        if (Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return KnownData.At(address);
        }

        if (KnownData.Find(name) is { } known)
        {
            return known;
        }

        var names = KnownData.All.Select(data => data.Name).ToArray();
        var near = NearestName.Find(name, names);
        throw new OptionsException($"no data set is called {name}; {(near is null ? $"there are {string.Join(", ", names)}, or give an address that begins with https://" : $"did you mean {near}?")}");
    }
}

/// <summary>What <c>data get</c> takes.</summary>
internal sealed record DataGetOptions
{
    [Required]
    [Display(Prompt = "NAME|URL")]
    [Description("ucf101, hmdb51, hmdb51-hub (Hugging Face's copy), kth, weizmann, actions (KTH's files in train and test folders), or the address of a zip, rar or tar")]
    public string Name { get; init; } = "";

    [Display(Prompt = "FOLDER")]
    [Description("folder for it, a new or empty one; the set's name when not given")]
    public string? Out { get; init; }
}
