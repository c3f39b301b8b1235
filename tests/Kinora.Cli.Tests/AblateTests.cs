using System.Globalization;
using System.Text.Json;
using Kinora.Cli.Studies;
using Kinora.Cli.Verbs;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>ablate</c>.</summary>
public sealed class AblateTests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_change_is_trained_with_each_seed_and_set_against_the_recipe()
    {
        SmallStudy.Clips(folder);

        var (code, output, errors) = SmallStudy.Start(folder, ["ablate", "clips", .. SmallStudy.Quick, "--switch", "uniform", "accumulation", "--seeds", "1", "2", "--name", "parts"]);

        Assert.True(code == 0, errors);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("runs/parts/ablation.json")));
        var results = json.RootElement.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["baseline", "uniform", "accumulation"], results.Select(result => result.GetProperty("name").GetString()));

        // Trials are baseline, uniform, accumulation with seed 1, then with seed 2.
        var top1 = Enumerable.Range(1, 6).Select(number => RunResults.Load(RunFolder.Open(folder.File($"runs/parts/trials/{number:D3}")).Results).Top1.Value).ToArray();
        foreach (var (place, result) in results.Index())
        {
            Assert.Equal((top1[place] + top1[place + 3]) / 2, result.GetProperty("top1").GetDouble(), 1e-12);
            if (place > 0)
            {
                var difference = result.GetProperty("against");
                Assert.Equal((top1[place] - top1[0] + top1[place + 3] - top1[3]) / 2, difference.GetProperty("value").GetDouble(), 1e-12);
                Assert.Contains("2 seeds", difference.GetProperty("method").GetString(), StringComparison.Ordinal);
            }
        }

        Assert.Contains("\n  sampling: uniform\n", File.ReadAllText(folder.File("runs/parts/trials/002/recipe.yaml")), StringComparison.Ordinal);
        var halved = File.ReadAllText(folder.File("runs/parts/trials/006/recipe.yaml"));
        Assert.Contains("\n  batch_size: 2\n  ", halved, StringComparison.Ordinal);
        Assert.Contains("\n  accumulate: 2\n  ", halved, StringComparison.Ordinal);
        Assert.Contains("\n  seed: 2\n", halved, StringComparison.Ordinal);
        Assert.Contains("| accumulation | batch_size 2, accumulate 2 |", File.ReadAllText(folder.File("runs/parts/ablation.md")), StringComparison.Ordinal);
        Assert.Contains("caution: the clips that are measured choose the epochs too", errors, StringComparison.Ordinal);
        Assert.Equal(["ablation.json", "ablation.md", "environment.json", "recipe.yaml", "trials", "trials.csv", "trials.json"], Directory.EnumerateFileSystemEntries(folder.File("runs/parts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("run: runs/parts (", output, StringComparison.Ordinal);
        Assert.Contains("| uniform | sampling uniform |", File.ReadAllText(folder.File("runs/parts/ablation.md")), StringComparison.Ordinal);
        Assert.Equal(7, File.ReadAllLines(folder.File("runs/parts/trials.csv")).Length);

        // Everything is done: nothing is trained again.
        (code, var again, errors) = SmallStudy.Start(folder, "ablate", "--resume", "runs/parts", "--json");
        Assert.True(code == 0, errors);
        Assert.Contains("6 of 6 trials are done already", errors, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(folder.File("runs/parts/ablation.json")), again);
    }

    [Fact]
    public void Switches_that_a_recipe_does_not_take_are_refused_by_name()
    {
        SmallStudy.Clips(folder);

        var (code, _, errors) = SmallStudy.Start(folder, ["ablate", "clips", .. SmallStudy.Quick, "--switch", "attention", "resnet50", "progressive", "augmentation", "pretrained"]);

        Assert.Equal(2, code);
        Assert.Contains("--switch attention: video3dcnn_s has no option attention\n", errors, StringComparison.Ordinal);
        Assert.Contains("--switch resnet50: video3dcnn_s has no backbone to choose\n", errors, StringComparison.Ordinal);
        Assert.Contains("--switch progressive: video3dcnn_s has no backbone to freeze\n", errors, StringComparison.Ordinal);
        Assert.Contains("--switch augmentation: the recipe has no augmentation\n", errors, StringComparison.Ordinal);
        Assert.Contains("--switch pretrained: the recipe begins without pretrained weights\n", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void An_unknown_switch_gets_the_nearest_name()
    {
        var (code, _, errors) = SmallStudy.Start(folder, "ablate", "clips", "--switch", "atention");
        Assert.Equal(2, code);
        Assert.Contains("--switch: found atention, expected one of attention, ", errors, StringComparison.Ordinal);
        Assert.Contains("; did you mean attention?", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attention", "attention=false", "--model", "cnnrnn")]
    [InlineData("bidirectional", "bidirectional=false", "--model", "cnnrnn")]
    [InlineData("resnet34", "backbone=resnet34", "--model", "cnnlstm")]
    [InlineData("progressive", "freeze_backbone_until_epoch=5", "--model", "cnnlstm", "--epochs", "20")]
    [InlineData("progressive", "freeze_backbone_until_epoch=0 unfreeze_stage_epochs=0", "--model", "cnnlstm", "--freeze-backbone-until-epoch", "3")]
    [InlineData("augmentation", "augment=none")]
    [InlineData("first-n", "sampling=first-n temporal_jitter=0", "--temporal-jitter", "2")]
    [InlineData("bfloat16", "precision=bfloat16")]
    [InlineData("accumulation", "batch_size=4 accumulate=6", "--batch-size", "8", "--accumulate", "3")]
    [InlineData("pretrained", "pretrained=none", "--pretrained", "some.pth")]
    public void Every_switch_is_one_change(string name, string changes, params string[] flags)
    {
        var change = Switches.All.Single(one => one.Name == name).Change(Recipe(flags));
        Assert.Null(change.Reason);
        Assert.Equal(changes, string.Join(' ', change.Changes.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("attention", "attention is off in the recipe", "--model", "cnnrnn", "--no-attention")]
    [InlineData("resnet18", "the recipe has resnet18 already", "--model", "cnnlstm")]
    [InlineData("resnet50", "the recipe begins with weights of resnet18 (some.pth), which do not fit", "--model", "cnnlstm", "--pretrained", "some.pth")]
    [InlineData("accumulation", "batch_size is 3, which cannot be halved", "--batch-size", "3")]
    [InlineData("progressive", "trainable_stages is 0: the backbone is never trained", "--model", "cnnlstm", "--trainable-stages", "0")]
    [InlineData("uniform", "the recipe samples by uniform already", "--sampling", "uniform")]
    public void A_switch_without_effect_says_why(string name, string reason, params string[] flags) =>
        Assert.Equal(reason, Switches.All.Single(one => one.Name == name).Change(Recipe(flags)).Reason);

    [Fact]
    public void Without_the_weights_clips_are_seen_as_before()
    {
        var recipe = Recipe("--pretrained", "some.pth", "--frames", "8", "--size", "112", "128", "--mean", "0.1", "0.2", "0.3");
        var kept = Switches.All.Single(one => one.Name == "pretrained").Change(recipe).Kept.ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal(("8", "112 128", "0.1 0.2 0.3", "none"), (kept["frames"], kept["size"], kept["mean"], kept["resized"]));
    }

    [Fact]
    public void Pairs_are_folds_then_seeds()
    {
        // Two seeds of three folds: of each fold the mean over seeds, 0.05, 0.15 and 0.1, then Student's t over the three.
        var record = new StudyRecord("ablate", 4,
        [
            Trial("baseline", 1, 0.5, 0.6, 0.7), Trial("less", 1, 0.5, 0.7, 0.8), Trial("baseline", 2, 0.4, 0.5, 0.6), Trial("less", 2, 0.5, 0.7, 0.7),
        ]);

        var results = AblationResult.Of(record, _ => throw new InvalidOperationException("no clips are needed"), "person");

        Assert.Equal(["baseline", "less"], results.Select(result => result.Name));
        Assert.Null(results[0].Against);
        var difference = results[1].Against!;
        Assert.Equal(0.1, difference.Value, 1e-12);

        // scipy.stats.t.ppf(0.975, 2) * numpy.std([0.05, 0.15, 0.1], ddof=1) / sqrt(3)
        Assert.Equal(0.12420688, difference.High - difference.Value, 1e-7);
        Assert.Equal("Student t over the paired differences of 3 folds, each the mean of 2 seeds", difference.Method);

        static TrialRecord Trial(string name, int seed, params double[] folds) => new()
        {
            Number = 1,
            Name = name,
            Seed = seed,
            Settings = new Dictionary<string, string>(),
            State = TrialState.Finished,
            Top1 = new Interval(folds.Average(), 0, 1, ""),
            Folds = [.. folds.Select((rate, fold) => new FoldRate(fold.ToString(CultureInfo.InvariantCulture), rate))],
        };
    }

    private static Baseline Recipe(params string[] flags) =>
        new(Shell.Application.Read(Shell.CommandLine.Parse(Train.Verb, ["clips", .. flags])));
}
