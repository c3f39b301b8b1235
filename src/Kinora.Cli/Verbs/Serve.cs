using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Results;
using Kinora.Torch;
using Kinora.Video.Sandbox;
using Kinora.Web;
using Kinora.Web.Analysing;

namespace Kinora.Cli.Verbs;

/// <summary><c>serve</c>: answers over HTTP until it is stopped.</summary>
internal static class Serve
{
    private const string KeyVariable = "KINORA_API_KEY";

    public static Verb Verb { get; } = new("serve", "a web page and an API that tell what happens in videos", RunAsync)
    {
        Options = new([OptionRecord.Of<ServeOptions>("serve")]),
        Examples = ["serve", "serve --model runs/mine runs/other --port 9000", "serve --host 0.0.0.0 --api-key SECRET-OF-16-LETTERS"],
    };

    private static async Task<int> RunAsync(OptionValues values, Terminal terminal, CancellationToken cancelled)
    {
        var options = values.Get<ServeOptions>();
        var settings = Settings(options);
        var analysts = new List<RecognizerAnalyst>();
        try
        {
            foreach (var (name, checkpoint) in Named(options, terminal))
            {
                analysts.Add(RecognizerAnalyst.Load(name, checkpoint, Device.Parse(options.Device)));
            }

            var app = WebServer.Create(settings, new ModelShelf(analysts));
            await using (app.ConfigureAwait(false))
            {
                var address = await WebServer.StartAsync(app, settings, cancelled).ConfigureAwait(false);
                Greet(settings, analysts, address, terminal);
                await Task.Delay(Timeout.Infinite, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return ExitCode.Done;
        }
        finally
        {
            analysts.ForEach(analyst => analyst.Dispose());
        }
    }

    private static WebSettings Settings(ServeOptions options) => new()
    {
        DataFolder = options.Data,
        RunsFolder = Path.GetFullPath(options.Runs),
        Host = options.Host,
        Port = options.Port,
        MaxBytes = (long)options.MaxSize << 20,
        MaxDuration = TimeSpan.FromSeconds(options.MaxDuration),
        MaxPixels = options.MaxPixels,
        ConcurrentJobs = options.Jobs,
        QueueLength = options.Queue,
        RequestsPerMinute = options.Rate,
        JobTime = TimeSpan.FromSeconds(options.JobSeconds),
        KeepFor = TimeSpan.FromHours(options.KeepHours),
        ApiKey = Key(options),
        OpenVideo = path => SandboxedVideo.Open(path, DecodeWorker.Program, new SandboxLimits { Memory = (long)options.Memory << 20, Time = TimeSpan.FromSeconds(options.JobSeconds) }),
    };

    private static string? Key(ServeOptions options)
    {
        var key = options.ApiKey ?? Environment.GetEnvironmentVariable(KeyVariable);
        return string.IsNullOrEmpty(key) ? null
            : key.Length >= ServeOptions.ShortestKey ? key
            : throw new OptionsException([$"{KeyVariable}: found {key.Length} characters, expected {ServeOptions.ShortestKey} or more"]);
    }

    // A run's model is called as the run is, that of a fold with the fold's name behind; a second one of that name gets a number.
    private static IEnumerable<(string Name, string Checkpoint)> Named(ServeOptions options, Terminal terminal)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var named in options.Model.Count > 0 ? options.Model : [null!])
        {
            var checkpoint = NamedModel.Find(named, options.Runs, terminal);
            var folder = Path.GetDirectoryName(Path.GetFullPath(checkpoint))!;
            var run = Path.GetFileName(folder) == "checkpoints" ? RunFolder.Open(Path.GetDirectoryName(folder)!) : null;
            var plain = run is null ? Path.GetFileNameWithoutExtension(checkpoint) : run.Whole.Path == run.Path ? run.Name : $"{run.Whole.Name}-{run.Name}";
            var name = plain;
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{plain}-{number}";
            }

            yield return (name, checkpoint);
        }
    }

    private static void Greet(WebSettings settings, List<RecognizerAnalyst> analysts, Uri address, Terminal terminal)
    {
        if (settings.ApiKey is null && !WebServer.IsLoopback(settings.Host))
        {
            terminal.Notices.WriteLine($"kinora serve: everybody who can reach this machine can use the server and see its videos; ask for a key with --api-key or {KeyVariable}");
        }

        terminal.Notices.WriteLine($"models: {string.Join(", ", analysts.Select(analyst => analyst.Facts.Name))}; data: {Path.GetFullPath(settings.DataFolder)}");
        terminal.Notices.WriteLine($"serving at {address} (for programs: {new Uri(address, "api")}); Ctrl+C stops it");
    }
}

/// <summary>What <c>serve</c> takes.</summary>
internal sealed record ServeOptions : IValidatableObject
{
    /// <summary>Letters of a key that cannot be guessed by trying.</summary>
    public const int ShortestKey = 16;

    [Display(Prompt = "RUN…")]
    [Description("runs, such as runs/mine, or checkpoints that train wrote; requests choose one by its name, the first is the default; the newest run's best when not given")]
    public IReadOnlyList<string> Model { get; init; } = [];

    [Description("port to listen on; 0 for any that is free")]
    [Range(0, 65_535)]
    public int Port { get; init; } = 8080;

    [Description("address to listen on; only this machine reaches the default, 0.0.0.0 is all of this machine's addresses")]
    public string Host { get; init; } = "127.0.0.1";

    [Display(Prompt = "DIR")]
    [Description("folder for uploads, queue and history; made when absent")]
    public string Data { get; init; } = "kinora-data";

    [Display(Prompt = "MB")]
    [Description("largest video, in MB of 1,048,576 bytes")]
    [Range(1, 1_000_000)]
    public int MaxSize { get; init; } = 256;

    [Display(Prompt = "SECONDS")]
    [Description("longest video")]
    [Range(0.1, 86_400)]
    public double MaxDuration { get; init; } = 600;

    [Description("largest picture of a video, width times height")]
    [Range(1, int.MaxValue)]
    public int MaxPixels { get; init; } = 4096 * 2304;

    [Description("videos looked at at once")]
    [Range(1, 256)]
    public int Jobs { get; init; } = 1;

    [Description("videos that may wait; further ones are refused until some are done")]
    [Range(1, 1_000_000)]
    public int Queue { get; init; } = 100;

    [Description("requests for predictions a minute and client")]
    [Range(1, 1_000_000)]
    public int Rate { get; init; } = 60;

    [Display(Prompt = "SECONDS")]
    [Description("longest time for one video")]
    [Range(1.0, 86_400)]
    public double JobSeconds { get; init; } = 600;

    [Display(Prompt = "MB")]
    [Description("memory for decoding one video, which happens in a process of its own")]
    [Range(64, 1_000_000)]
    public int Memory { get; init; } = 1024;

    [Display(Prompt = "HOURS")]
    [Description("how long videos and pictures are kept; results stay")]
    [Range(0.01, 87_600)]
    public double KeepHours { get; init; } = 24;

    [Display(Prompt = "KEY")]
    [Description("key that requests must show, 16 letters or more; better given as the environment variable KINORA_API_KEY, which other users of this machine do not see")]
    public string? ApiKey { get; init; }

    [Description("where to compute: cpu, cuda or cuda:N")]
    public string Device { get; init; } = "cpu";

    [Description("folder of the runs: the newest answers when no model is named, and all are shown under Experiments")]
    public string Runs { get; init; } = "runs";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKey is { Length: < ShortestKey })
        {
            yield return new ValidationResult($"--api-key: found {ApiKey.Length} characters, expected {ShortestKey} or more");
        }
    }
}
