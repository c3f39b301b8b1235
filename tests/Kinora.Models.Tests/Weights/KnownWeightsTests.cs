using System.Text.Json;
using Kinora.Models.Weights;
using Kinora.Tests;
using Kinora.Video.Scaling;

namespace Kinora.Models.Tests.Weights;

/// <summary>The table of published weights.</summary>
public sealed class KnownWeightsTests
{
    [Fact]
    public void Names_and_files_are_each_there_once()
    {
        Assert.Equal(KnownWeights.All.Count, KnownWeights.All.Select(weights => weights.Name).Distinct().Count());
        Assert.Equal(KnownWeights.All.Count, KnownWeights.All.Select(weights => weights.FileName).Distinct().Count());
        Assert.All(KnownWeights.All, weights => Assert.Equal("https", weights.Address.Scheme));
    }

    [Fact]
    public void A_name_is_found_however_it_is_written()
    {
        Assert.Equal("r3d_18", KnownWeights.Find("R3D-18-Kinetics400")?.Model);
        Assert.Null(KnownWeights.Find("r3d"));
    }

    [Fact]
    public void Every_network_of_the_table_is_in_the_zoo() =>
        Assert.Empty(KnownWeights.All.Select(weights => weights.Model).Distinct()
            .Except([.. ModelZoo.All.Select(entry => entry.Name), .. ModelZoo.Backbones.Select(entry => entry.Name)]));

    [Fact]
    public void Torchvisions_weights_are_as_torchvision_says()
    {
        using var folder = Places.Temporary();
        Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Models.Tests/reference/torchvision_weights.py"), folder.File("weights.json"));
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("weights.json")));
        var ours = KnownWeights.All.Where(weights => weights.Address.Host == "download.pytorch.org").ToArray();
        Assert.Equal(13, ours.Length);
        Assert.All(ours, weights =>
        {
            var said = json.RootElement.GetProperty(weights.Address.AbsoluteUri);
            int[] crop = [.. said.GetProperty("crop").EnumerateArray().Select(value => value.GetInt32())];
            int[] resize = [.. said.GetProperty("resize").EnumerateArray().Select(value => value.GetInt32())];
            var (height, width) = (crop[0], crop[^1]);
            FrameGeometry geometry = resize.Length == 1
                ? new ShortSideThenCentreCrop(resize[0], new(height, width))
                : new ExactThenCentreCrop(new(resize[0], resize[1]), new(height, width));
            Assert.Equal(geometry, weights.Preprocessing.Geometry);
            Assert.Equal("bilinear", said.GetProperty("interpolation").GetString());
            Assert.Equal(said.GetProperty("mean").EnumerateArray().Select(value => value.GetSingle()), weights.Preprocessing.Mean);
            Assert.Equal(said.GetProperty("std").EnumerateArray().Select(value => value.GetSingle()), weights.Preprocessing.Std);
            Assert.Equal(weights.Labels == "Kinetics-400" ? 400 : 1000, said.GetProperty("classes").GetInt32());
            Assert.Equal($"-{weights.Sha256}.pth", weights.FileName[^13..]);
        });
    }

    [Fact]
    public void Weights_are_found_by_file_before_name_and_their_absence_says_how_to_get_them()
    {
        using var folder = Places.Temporary();
        var problem = Assert.Throws<ModelException>(() => PretrainedSource.Find("movinet_a0_kinetics600", folder.Path));
        Assert.Equal("movinet_a0_kinetics600 is not on this machine yet: 'kinora weights get movinet_a0_kinetics600' fetches it", problem.Message);
        Assert.Contains("'kinora weights' lists", Assert.Throws<ModelException>(() => PretrainedSource.Find("nothing.pth", folder.Path)).Message, StringComparison.Ordinal);

        File.WriteAllText(folder.File("modelA0_statedict_v3"), "not read here");
        var known = PretrainedSource.Find("movinet_a0_kinetics600", folder.Path);
        Assert.Equal(folder.File("modelA0_statedict_v3"), known.Path);
        Assert.Equal("short-side 192 crop 172x172", known.Preprocessing()?.Geometry.ToString());
        Assert.Null(PretrainedSource.Find(known.Path, folder.Path).Known);
    }
}
