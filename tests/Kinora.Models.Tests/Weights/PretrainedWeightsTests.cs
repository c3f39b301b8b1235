using System.Text;
using Kinora.Models.Weights;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Tests.Weights;

/// <summary>Files that Python saved, in networks of Kinora's.</summary>
public sealed class PretrainedWeightsTests : IClassFixture<PretrainedWeightsTests.Files>
{
    private const int Classes = 6;
    private const int Width = 4;
    private readonly Files files;

    public PretrainedWeightsTests(Files files) => this.files = files;

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("parallel.ckpt")]
    [InlineData("renamed.bin")]
    [InlineData("truth.safetensors")]
    public void Every_way_of_saving_gives_the_same_weights(string name)
    {
        var before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            using var model = Network(Classes);
            using var weights = SavedWeights.Load(files.Path(name));
            var report = PretrainedWeights.Load(model, weights);
            var truth = SafeTensors.Load(files.Path("truth.safetensors")).Tensors;
            Assert.Equal(model.StateDict().Keys, report.Loaded);
            Assert.Equal((0, 0, 0), (report.Replaced.Count, report.Missing.Count, report.Unused.Count));
            Assert.All(model.StateDict(), item => Assert.True(item.Value.Detach().Equal(truth[item.Key]), item.Key));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Half_precision_becomes_the_networks_own()
    {
        using var scope = new TensorScope();
        using var model = Network(Classes);
        using var weights = SavedWeights.Load(files.Path("half.pth"));
        PretrainedWeights.Load(model, weights);
        var truth = SafeTensors.Load(files.Path("truth.safetensors")).Tensors;
        var weight = model.StateDict()["conv3.weight"];
        Assert.Equal(DType.Float32, weight.DType);
        Assert.True(weight.RequiresGrad);
        Assert.True(weight.Detach().Equal(truth["conv3.weight"].To(DType.Float16).To(DType.Float32)));
        Assert.False(weight.Detach().Equal(truth["conv3.weight"]));
    }

    [Fact]
    public void A_head_for_other_classes_stays_fresh_and_is_told()
    {
        using var scope = new TensorScope();
        using var model = Network(classes: 10);
        var fresh = model.StateDict()["fc2.weight"].Detach().Clone();
        using var weights = SavedWeights.Load(files.Path("zip.pth"));
        var report = PretrainedWeights.Load(model, weights);
        Assert.Equal(["fc2.weight", "fc2.bias"], report.Replaced.Select(head => head.Name));
        Assert.Equal([6L, 16L], report.Replaced[0].Found);
        Assert.Equal([10L, 16L], report.Replaced[0].Expected);
        Assert.True(model.StateDict()["fc2.weight"].Detach().Equal(fresh));
        Assert.True(model.StateDict()["fc1.weight"].Detach().Equal(weights.Tensors["fc1.weight"]));
        Assert.Equal(
            [$"loaded {report.Loaded.Count} tensors of {files.Path("zip.pth")}", "fresh head fc2: 6 classes in the file, 10 here"],
            report.Lines());
    }

    [Fact]
    public void What_one_side_lacks_is_told()
    {
        using var scope = new TensorScope();
        using var folder = Places.Temporary();
        var tensors = SafeTensors.Load(files.Path("truth.safetensors")).Tensors
            .Where(item => item.Key is not ("conv2.bias" or "bn1.num_batches_tracked"))
            .Append(KeyValuePair.Create("criterion.weight", Tensor.From<float>([1f], 1)))
            .ToDictionary(item => item.Key, item => item.Value);
        SafeTensors.Save(folder.File("some.weights"), tensors);
        using var model = Network(Classes);
        using var weights = SavedWeights.Load(folder.File("some.weights"));
        var report = PretrainedWeights.Load(model, weights);
        Assert.Equal(["conv2.bias"], report.Missing);
        Assert.Equal(["criterion.weight"], report.Unused);
        Assert.Equal(
            ["not in the file, fresh weights: conv2.bias", "in the file, of no use here: criterion.weight"],
            report.Lines().Skip(1));
    }

    [Fact]
    public void Another_width_is_refused_with_name_and_shapes_and_nothing_is_copied()
    {
        using var scope = new TensorScope();
        using var model = new Video3dCnn(new Video3dCnnOptions { Width = 8 }, Classes);
        var fresh = model.StateDict().ToDictionary(item => item.Key, item => item.Value.Detach().Clone());
        using var weights = SavedWeights.Load(files.Path("zip.pth"));
        var problem = Assert.Throws<WeightsException>(() => PretrainedWeights.Load(model, weights));
        Assert.Contains("zip.pth: of another shape than in Video3dCnn: conv1.weight is (4, 3, 3, 3, 3), expected (8, 3, 3, 3, 3); ", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("; its names are those of video3dcnn, its shapes are not: give the options it was trained with, such as its width", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.All(model.StateDict(), item => Assert.True(item.Value.Detach().Equal(fresh[item.Key]), item.Key));
    }

    [Fact]
    public void A_network_of_other_names_is_refused_and_the_likeness_told()
    {
        using var scope = new TensorScope();
        using var folder = Places.Temporary();
        using (var small = Video3dCnn.SmallEntry.Build(classes: 51))
        {
            SafeTensors.Save(folder.File("unknown"), small.StateDict());
        }

        using var model = new Headless();
        using var weights = SavedWeights.Load(folder.File("unknown"));
        var problem = Assert.Throws<WeightsException>(() => PretrainedWeights.Load(model, weights));
        Assert.Contains("nothing in it fits Headless, which has names such as lonely.weight", problem.Message, StringComparison.Ordinal);
        Assert.Contains("it looks like video3dcnn_s (34 of 34 tensors, 100 %, have the same name and shape): give it to --model video3dcnn_s", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_like_nothing_is_said_to_be_like_nothing()
    {
        using var scope = new TensorScope();
        using var model = Network(Classes);
        using var weights = SavedWeights.Load(files.Path("alien.pth"));
        var problem = Assert.Throws<WeightsException>(() => PretrainedWeights.Load(model, weights));
        Assert.Contains("it looks like none of Kinora's networks", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backbone_alone_goes_into_the_network_around_it()
    {
        using var scope = new TensorScope();
        using var model = new Around(Network(Classes));
        using var weights = SavedWeights.Load(files.Path("parallel.ckpt"));
        var report = PretrainedWeights.Load(model, weights);
        Assert.All(report.Loaded, name => Assert.StartsWith("backbone.", name, StringComparison.Ordinal));
        Assert.Contains("backbone.fc2.weight", report.Loaded);
        Assert.Equal(["head.weight", "head.bias"], report.Missing);
        Assert.True(model.StateDict()["backbone.conv5.weight"].Detach().Equal(weights.Tensors["conv5.weight"]));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>sign in</html>", "a web page, not weights")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0", "a Git LFS pointer")]
    [InlineData("some notes, nothing else", "no PyTorch file")]
    [InlineData("", "empty")]
    public void What_is_no_weights_is_said_to_be_what_it_is(string content, string expected)
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("a.pth"), content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var problem = Assert.Throws<WeightsException>(() => SavedWeights.Load(folder.File("a.pth")));
        Assert.StartsWith(folder.File("a.pth"), problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("/nowhere/a.pth: there is no such file", Assert.Throws<WeightsException>(() => SavedWeights.Load("/nowhere/a.pth")).Message);

    private static Video3dCnn Network(int classes) => new(new Video3dCnnOptions { Width = Width }, classes);

    /// <summary>The files of one run of the script.</summary>
    public sealed class Files : IDisposable
    {
        private readonly TemporaryFolder folder = Places.Temporary("weights");

        public Files() => Places.Python(
            System.IO.Path.Combine(Places.Repository, "tests/Kinora.Models.Tests/reference/saved_weights.py"), folder.Path, $"{Classes}", $"{Width}");

        public string Path(string name) => folder.File(name);

        public void Dispose() => folder.Dispose();
    }

    private sealed class Headless : VideoModel
    {
        public Headless()
            : base(classes: 3, channels: 3, new InputLimits(1, 1)) => Register("lonely", new Linear(2, 3));

        public override Tensor Forward(Tensor input) => input;
    }

    private sealed class Around : VideoModel
    {
        public Around(Module backbone)
            : base(classes: 3, channels: 3, new InputLimits(1, 1))
        {
            Register("backbone", backbone);
            Register("head", new Linear(Classes, 3));
        }

        public override Tensor Forward(Tensor input) => input;
    }
}
