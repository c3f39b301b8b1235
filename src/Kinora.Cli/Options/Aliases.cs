namespace Kinora.Cli.Options;

/// <summary>
/// Other names of options: what the same thing is called by the programs that people come from. A name that is no option of
/// its own stands for the one of its row that is, on the command line and in recipes. Where the value is another one too,
/// <see cref="Translations"/> has the key.
/// </summary>
internal static class Aliases
{
    private static readonly string[][] Rows =
    [
        // The data.
        ["frames", "clip_frames", "clip_length", "clip_len", "num_frames", "max_frames", "sequence_length"],
        ["stride", "frame_stride", "sampling_stride"],
        ["size", "frame_size", "img_size", "image_size", "target_size"],
        ["sampling", "sampler", "frame_sampling"],
        ["workers", "num_workers"],
        ["subset", "total_samples", "num_samples"],
        ["val_fraction", "validation_fraction", "validation", "val_split", "test_size"],

        // The training.
        ["epochs", "num_epochs"],
        ["batch_size", "batch"],
        ["accumulate", "accum_steps", "accumulation_steps", "gradient_accumulation"],
        ["lr", "learning_rate"],
        ["weight_decay", "wd"],
        ["warmup_epochs", "warmup"],
        ["schedule", "scheduler", "lr_scheduler"],
        ["schedule_epochs", "t_max", "cosine_epochs"],
        ["patience", "early_stop_patience", "early_stopping_patience"],
        ["freeze_backbone_until_epoch", "unfreeze_epoch"],
        ["name", "run_name", "experiment_name"],
        ["seed", "random_seed", "random_state"],
        ["device", "accelerator"],

        // The model.
        ["model", "model_name", "arch", "architecture"],
        ["backbone", "backbone_name"],
        ["hidden", "lstm_hidden", "hidden_size"],
        ["layers", "lstm_layers", "num_layers"],
        ["attention", "use_attention"],

        // The answer.
        ["top", "top_k"],
    ];

    /// <summary>Keys whose meaning depends on the section they stand in, and the option they stand for.</summary>
    private static readonly (string Section, string Key, string Option)[] InSection =
    [
        ("data", "path", "data"),
        ("model", "name", "model"),
    ];

    /// <summary>Every other name of an option that is not itself an option.</summary>
    public static IEnumerable<string> Of(string key, Func<string, bool> isOption) =>
        Rows.Where(row => row.Contains(key)).SelectMany(row => row).Where(name => !isOption(name));

    /// <summary>The option that a key of a recipe stands for; the key itself when no row has it.</summary>
    public static string Resolve(string? section, string key, Func<string, bool> isOption)
    {
        foreach (var row in InSection)
        {
            if (row.Section == section && row.Key == key)
            {
                return row.Option;
            }
        }

        return isOption(key) ? key : Rows.Where(row => row.Contains(key)).SelectMany(row => row).FirstOrDefault(isOption) ?? key;
    }

    /// <summary>The key under which an option is written in a section of a recipe: a section cannot hold a key of its own name.</summary>
    public static string KeyInSection(string section, string option) =>
        InSection.Where(row => row.Section == section && row.Option == option).Select(row => row.Key).FirstOrDefault(option);
}
