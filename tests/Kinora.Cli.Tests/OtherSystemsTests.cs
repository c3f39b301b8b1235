using System.Text.RegularExpressions;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Training;
using Kinora.Training.Schedules;
using Kinora.Video;

namespace Kinora.Cli.Tests;

/// <summary>Files and command lines of two systems that people come from, as they stand there.</summary>
public sealed class OtherSystemsTests
{
    private const string ThirdConfig =
        """
        data:
          clip_len: 16          # Temporal sampling
          frame_stride: 2       # Frame skipping
          img_size: 144         # Spatial resolution
          cache_decoded: false  # Memory optimization
        train:
          epochs: 45
          batch_size: 4
          accum_steps: 2        # Gradient accumulation
          lr: 0.0003           # Learning rate
          weight_decay: 0.0001  # L2 regularization
          warmup_epochs: 5      # Learning rate warmup
          label_smoothing: 0.1  # Label smoothing
          early_stop_patience: 8
          amp: true            # Mixed precision
          freeze_backbone_until_epoch: 5  # Progressive fine-tuning

        """;

    private const string ThirdModel =
        """
        model:
          name: CNNRNN
          backbone_name: resnet18
          finetune_layers: ["layer3", "layer4"]
          lstm_hidden: 128
          lstm_layers: 2
          bidirectional: true
          dropout: 0.25
          use_attention: false

        """;

    private static OptionValues Read(params string[] arguments) => Application.Read(CommandLine.Parse(Train.Verb, arguments));

    private static OptionValues ReadRecipe(string recipe, params string[] arguments)
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("config.yaml"), recipe);
        return Read(["clips", "--config", folder.File("config.yaml"), .. arguments]);
    }

    private static string[] Mistakes(Func<OptionValues> read) =>
        [.. Assert.Throws<OptionsException>(read).Mistakes.Select(line => Regex.Replace(line, "/[^ ]*/config.yaml", "config.yaml"))];

    [Fact]
    public void The_third_systems_configuration_is_understood()
    {
        var values = ReadRecipe(ThirdConfig + ThirdModel);
        var options = values.Get<TrainingOptions>();
        Assert.Equal((16, 2, new FrameSize(144, 144), 0), (options.Frames, options.Stride, options.Size, options.DiskCacheMb));
        Assert.Equal((45, 4, 2, 0.0003, 0.0001), (options.Epochs, options.BatchSize, options.Accumulate, options.LearningRate, options.WeightDecay));
        Assert.Equal((5, 0.1, 8, PrecisionKind.Mixed, 5), (options.WarmupEpochs, options.LabelSmoothing, options.Patience, options.Precision, options.FreezeBackboneUntilEpoch));
        Assert.Equal("cnnrnn", values.ChosenName);
        Assert.Equal(
            new CnnRnnOptions { Backbone = "resnet18", Hidden = 128, Layers = 2, Bidirectional = true, Dropout = 0.25, Attention = false },
            values.Chosen);
        Assert.Equal(2, options.TrainableStages);
    }

    [Fact]
    public void The_second_systems_command_line_is_understood()
    {
        var values = Read(
            "clips", "--model", "cnnlstm", "--epochs", "100", "--batch_size", "16", "--lr", "0.001", "--num_frames", "32", "--frame_size", "224", "224",
            "--pretrained", "--freeze_backbone", "--patience", "12", "--scheduler", "plateau", "--num_workers", "8", "--experiment_name", "my_experiment");
        var options = values.Get<TrainingOptions>();
        Assert.Equal(("cnnlstm", "resnet18_imagenet"), (values.ChosenName, options.Pretrained));
        Assert.Equal(0, options.TrainableStages);
        Assert.Equal((100, 16, 0.001, 32, new FrameSize(224, 224)), (options.Epochs, options.BatchSize, options.LearningRate, options.Frames, options.Size));
        Assert.Equal((12, ScheduleKind.Plateau, 8, "my_experiment"), (options.Patience, options.Scheduler, options.Workers, options.Name));
    }

    [Fact]
    public void The_second_systems_defaults_are_understood_written_out()
    {
        var values = Read(
            "clips", "--model", "r3d18", "--epochs", "100", "--batch_size", "32", "--lr", "0.001", "--num_frames", "16", "--frame_size", "112", "112",
            "--pretrained", "False", "--freeze_backbone", "False", "--patience", "10", "--scheduler", "plateau");
        Assert.Equal(("r3d_18", (string?)null), (values.ChosenName, values.Get<TrainingOptions>().Pretrained));
        Assert.Null(values.Get<TrainingOptions>().TrainableStages);
    }

    [Theory]
    [InlineData("r3d18", "r3d_18_kinetics400")]
    [InlineData("cnnrnn", "resnet18_imagenet")]
    public void Pretrained_and_frozen_mean_what_the_chosen_network_has(string model, string weights)
    {
        var values = Read("clips", "--freeze_backbone", "--pretrained", "--model", model);
        Assert.Equal((weights, (int?)0), (values.Get<TrainingOptions>().Pretrained, values.Get<TrainingOptions>().TrainableStages));
    }

    [Fact]
    public void A_flag_that_is_a_switch_there_leaves_the_data_alone_and_a_name_stays_a_name()
    {
        var values = Read("--amp", "clips", "--model", "tsn", "--backbone", "resnet50", "--pretrained", "mine.pth", "--finetune_layers", "layer4");
        Assert.Equal((PrecisionKind.Mixed, "mine.pth"), (values.Get<TrainingOptions>().Precision, values.Get<TrainingOptions>().Pretrained));
        Assert.Equal("clips", values.Get<TrainInput>().Data);
        Assert.Equal(1, values.Get<TrainingOptions>().TrainableStages);
    }

    [Fact]
    public void What_is_off_there_is_what_Kinora_does_by_itself()
    {
        var values = ReadRecipe("amp: false\ncache_decoded: true\nfreeze_backbone: false\npretrained: false\nmodel: cnnrnn\nfinetune_layers: []\n");
        var options = values.Get<TrainingOptions>();
        Assert.Equal((PrecisionKind.Float32, new TrainingOptions().DiskCacheMb, null), (options.Precision, options.DiskCacheMb, options.Pretrained));
        Assert.Equal(0, options.TrainableStages);
    }

    [Fact]
    public void Flags_come_before_what_a_file_says_in_its_own_words() =>
        Assert.Equal(PrecisionKind.Float32, ReadRecipe(ThirdConfig, "--precision", "float32").Get<TrainingOptions>().Precision);

    [Fact]
    public void Five_mistakes_give_five_messages() =>
        Assert.Equal(
            [
                "config.yaml, line 1: amp: found perhaps, expected true or false",
                "config.yaml, line 2: finetune_layers: found layer2 layer4, expected the last of layer1, layer2, layer3, layer4 of a resnet backbone; for others give trainable_stages, a number",
                "config.yaml, line 6: pretrained: found true, expected a file of weights or a name that 'kinora weights' lists: none are published for this network",
                "config.yaml, line 4: epochs: found many, expected a whole number from 1 to 100000",
                "config.yaml, line 5: leraning_rate: unknown key; did you mean learning_rate?",
            ],
            Mistakes(() => ReadRecipe("amp: perhaps\nfinetune_layers: [layer2, layer4]\nmodel: video3dcnn\nepochs: many\nleraning_rate: 0.1\npretrained: true\n")));

    [Fact]
    public void Given_in_both_words_is_given_twice() =>
        Assert.Equal(["--amp: given twice, first as --precision"], Mistakes(() => Read("clips", "--amp", "--precision", "bfloat16")));
}
