using Kinora.Cli.Options;
using Kinora.Video;

namespace Kinora.Cli.Tests;

public sealed class CommandLineTests
{
    private static SampleOptions Read(params string[] arguments) => Sample.Read(arguments).Get<SampleOptions>();

    [Fact]
    public void What_is_not_given_keeps_the_default_of_its_record() =>
        Assert.Equivalent(new SampleOptions { Data = "clips" }, Read("clips"), strict: true);

    [Fact]
    public void Flags_of_every_kind_are_read()
    {
        var options = Read(
            "clips", "--frames", "32", "--size", "64", "96", "--sampling", "first-n", "--val-fraction=0.25", "--lr", "3e-4", "--schedule", "plateau",
            "--patience", "5", "--no-flip", "--without", "walk", "run", "--steps", "1", "2", "3", "--time", "1h30m", "--name", "none at all");
        Assert.Equivalent(
            new SampleOptions
            {
                Data = "clips",
                Frames = 32,
                Size = new FrameSize(64, 96),
                Sampling = SampleSampling.FirstN,
                ValFraction = 0.25,
                Lr = 3e-4,
                Schedule = "plateau",
                Patience = 5,
                Flip = false,
                Without = ["walk", "run"],
                Steps = [1, 2, 3],
                Time = TimeSpan.FromMinutes(90),
                Name = "none at all",
            },
            options,
            strict: true);
    }

    [Theory]
    [InlineData("--batch_size")]
    [InlineData("--batch-size")]
    [InlineData("--batch")]
    public void Underscores_and_other_names_are_accepted(string flag) => Assert.Equal(4, Read("clips", flag, "4").BatchSize);

    [Fact]
    public void The_command_line_of_the_second_system_is_understood()
    {
        var options = Read(
            "clips", "--model", "longnet", "--epochs", "100", "--batch_size", "16", "--lr", "0.001", "--num_frames", "32",
            "--frame_size", "224", "200", "--patience", "10", "--scheduler", "plateau", "--experiment_name", "my_experiment");
        Assert.Equal("long_net", options.Model);
        Assert.Equal((100, 16, 0.001, 32), (options.Epochs, options.BatchSize, options.Lr, options.Frames));
        Assert.Equal(new FrameSize(224, 200), options.Size);
        Assert.Equal((10, "plateau", "my_experiment"), (options.Patience, options.Schedule, options.Name));
    }

    [Fact]
    public void One_number_is_a_square_and_an_argument_may_follow_two() =>
        Assert.Equal((new FrameSize(80, 80), new FrameSize(80, 60)), (Read("clips", "--img-size", "80").Size, Read("--size", "80", "60", "clips").Size));

    [Fact]
    public void The_chosen_model_brings_its_options()
    {
        var values = Sample.Read("clips", "--model", "long_net", "--dropout", "0.1", "--bidirectional");
        Assert.Equal(new LongNetOptions { Dropout = 0.1, Bidirectional = true }, values.Chosen);
        Assert.Equal(new TinyNetOptions { Width = 8 }, Sample.Read("--width", "8", "clips").Chosen);
    }

    [Fact]
    public void Options_of_another_model_are_refused_with_its_name() =>
        Assert.Equal(["--dropout: no option of tiny_net; it belongs to long_net"], Sample.Mistakes("clips", "--dropout", "0.1"));

    [Fact]
    public void An_unknown_model_is_refused_once_with_the_nearest_name() =>
        Assert.Equal(["--model: found lang_net, expected one of tiny_net, long_net; did you mean long_net?"], Sample.Mistakes("clips", "--model", "lang_net", "--dropout", "0.1"));

    [Theory]
    [InlineData("--epohcs", "--epochs")]
    [InlineData("--batchsize", "--batch-size")]
    [InlineData("--num-frame", "--frames")]
    [InlineData("--no-filp", "--no-flip")]
    public void An_unknown_flag_is_refused_with_the_nearest_name(string flag, string meant) =>
        Assert.Equal([$"{flag}: unknown flag; did you mean {meant}?"], Sample.Mistakes("clips", flag, "3"));

    [Fact]
    public void A_flag_like_no_other_is_refused_without_a_guess() =>
        Assert.Equal(["--quux-frobnicate: unknown flag"], Sample.Mistakes("clips", "--quux-frobnicate"));

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(
            [
                "other: an argument too many",
                "--frames: found 0, expected a whole number from 1 to 512",
                "--size: found 8 8, expected a height and a width in pixels, or one number for both, each from 16 to 1024",
                "--sampling: found middle, expected one of first-n, random-stride",
                "--val-fraction: found 1, expected a number above 0 and below 1",
                "--epochs: found 2.5, expected a whole number of 1 or more",
                "--batch-size: a value is missing, expected a whole number from 1 to 4096",
                "--lr: found nan, expected a number above 0, up to 10",
                "--schedule: found linear, expected one of plateau, cosine",
                "--patience: found soon, expected a whole number from 1 to 1000, or none",
                "--steps: found 7, expected 2 to 3 values, each a whole number from 1 to 100",
                "--time: found 5, expected a time such as 90s, 30m, 2h or 1h30m, or none",
            ],
            Sample.Mistakes(
                "clips", "other", "--time", "5", "--steps", "7", "--patience", "soon", "--schedule", "linear", "--lr", "nan", "--epochs", "2.5",
                "--val-fraction", "1", "--sampling", "middle", "--size", "8", "8", "--frames", "0", "--batch-size"));

    [Fact]
    public void A_missing_argument_is_named() =>
        Assert.Equal(["DATA is missing: folder of clips, one folder a class"], Sample.Mistakes());

    [Fact]
    public void A_flag_given_twice_is_refused() =>
        Assert.Equal(["--epochs: given twice, first as --epochs"], Sample.Mistakes("clips", "--epochs", "3", "--epochs", "4"));

    [Fact]
    public void One_option_under_two_names_is_refused() =>
        Assert.Equal(["--epochs: given twice, first as --epochs"], Sample.Mistakes("clips", "--epochs", "3", "--num_epochs", "4"));

    [Fact]
    public void Values_that_do_not_go_together_are_refused_by_the_record() =>
        Assert.Equal(["batch_size 4096 x frames 16: found 65536 frames in a batch, expected at most 10000"], Sample.Mistakes("clips", "--batch-size", "4096"));

    [Fact]
    public void None_takes_a_value_away() => Assert.Null(Read("clips", "--patience", "none").Patience);

    [Fact]
    public void Negative_numbers_are_values() =>
        Assert.Equal(["--frames: found -3, expected a whole number from 1 to 512"], Sample.Mistakes("clips", "--frames", "-3"));

    [Fact]
    public void After_two_hyphens_everything_is_an_argument() => Assert.Equal("--clips", Read("--", "--clips").Data);

    [Fact]
    public void A_record_says_which_options_were_given()
    {
        var values = Sample.Read("clips", "--num_frames", "16");
        Assert.True(values.IsGiven("frames"));
        Assert.False(values.IsGiven("epochs"));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("epohcs", "epochs", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void Slips_are_counted(string a, string b, int slips) => Assert.Equal(slips, NearestName.Slips(a, b));

    [Theory]
    [InlineData("BatchSize", "batch_size")]
    [InlineData("Lr", "lr")]
    [InlineData("UseEMADecay", "use_ema_decay")]
    [InlineData("Top5", "top5")]
    public void Properties_are_spelt_as_keys(string property, string key) => Assert.Equal(key, Naming.Snake(property));
}
