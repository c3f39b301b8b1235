using System.Globalization;
using Kinora.Models;

namespace Kinora.Cli.Studies;

/// <summary>Every switch of <c>ablate</c>, a line or a few each.</summary>
internal static class Switches
{
    public static IReadOnlyList<Switch> All { get; } =
    [
        Off("attention", "the steps do not attend to each other"),
        Off("bidirectional", "no second recurrent network reads the frames backwards"),
        Backbone("resnet18"),
        Backbone("resnet34"),
        Backbone("resnet50"),
        new("pretrained", "no weights to begin with; clips are seen as before", recipe =>
            recipe.Has("pretrained")
                ? SwitchChange.To(("pretrained", "none")) with { Kept = recipe.Of("frames", "stride", "sampling", "frame_rate", "padding", "size", "geometry", "resized", "filter", "colour", "mean", "std") }
                : SwitchChange.Refused("the recipe begins without pretrained weights")),
        new("augmentation", "training clips are not changed at random", recipe =>
            recipe.Text("augment") == "none" ? SwitchChange.Refused("the recipe has no augmentation") : SwitchChange.To(("augment", "none"))),
        Sampling("uniform"),
        Sampling("first-n"),
        new("bfloat16", "convolutions and products of matrices in bfloat16", recipe =>
            recipe.Text("precision") == "bfloat16" ? SwitchChange.Refused("the recipe computes with bfloat16") : SwitchChange.To(("precision", "bfloat16"))),
        new("accumulation", "half the batch, twice as many batches added up before a step", recipe =>
            recipe.Number("batch_size") is var batch && batch % 2 == 0
                ? SwitchChange.To(("batch_size", Text(batch / 2)), ("accumulate", Text(2 * recipe.Number("accumulate"))))
                : SwitchChange.Refused($"batch_size is {batch}, which cannot be halved")),
        new("progressive", "the backbone stays as it is for a quarter of the epochs; where the recipe does that, it is trained from the start", Progressive),
    ];

    private static Switch Off(string key, string meaning) => new(key, meaning, recipe =>
        !recipe.Has(key) ? SwitchChange.Refused($"{recipe.Model} has no option {key}")
        : recipe.Text(key) == "true" ? SwitchChange.To((key, "false"))
        : SwitchChange.Refused($"{key} is off in the recipe"));

    private static Switch Backbone(string name) => new(name, $"{name} looks at each frame", recipe =>
        !recipe.Has("backbone") ? SwitchChange.Refused($"{recipe.Model} has no backbone to choose")
        : recipe.Text("backbone") == name ? SwitchChange.Refused($"the recipe has {name} already")
        : recipe.Has("pretrained") ? SwitchChange.Refused($"the recipe begins with weights of {recipe.Text("backbone")} ({recipe.Text("pretrained")}), which do not fit")
        : SwitchChange.To(("backbone", name)));

    // What moves frames at random belongs to the sampling that draws them.
    private static Switch Sampling(string kind) => new(kind, $"training clips are taken by {kind} sampling", recipe =>
        recipe.Text("sampling") == kind ? SwitchChange.Refused($"the recipe samples by {kind} already")
        : recipe.Number("temporal_jitter") == 0 ? SwitchChange.To(("sampling", kind))
        : SwitchChange.To(("sampling", kind), ("temporal_jitter", "0")));

    private static SwitchChange Progressive(Baseline recipe)
    {
        const string Key = "freeze_backbone_until_epoch";
        if (!recipe.Has("backbone") || recipe.Text("backbone") == FrameModelOptions.None)
        {
            return SwitchChange.Refused($"{recipe.Model} has no backbone to freeze");
        }

        return recipe.Text("trainable_stages") == "0" ? SwitchChange.Refused("trainable_stages is 0: the backbone is never trained")
            : recipe.Number(Key) > 0 ? SwitchChange.To((Key, "0"), ("unfreeze_stage_epochs", "0"))
            : recipe.Number("epochs") < 2 ? SwitchChange.Refused("one epoch cannot be parted")
            : SwitchChange.To((Key, Text(Math.Max(1, recipe.Number("epochs") / 4))));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
