using Kinora.Tests;
using Kinora.Torch.Serialization;

namespace Kinora.Torch.Tests.Serialization;

public sealed class PthFileTests(PthFiles files) : IClassFixture<PthFiles>
{
    private static readonly string[] Forms = ["zip", "legacy"];

    public static TheoryData<string, string> Good => Matrix(
        "tensors", "plain", "nested", "twice_nested", "no_state", "one_tensor", "values0", "values1", "values2", "values3", "values4", "values5");

    public static TheoryData<string, string> Cuttable => Matrix("tensors", "nested", "values0", "values2", "values4");

    [Theory]
    [MemberData(nameof(Good))]
    public void A_file_gives_what_torch_saved(string name, string form)
    {
        using var file = PthFile.Load(files[$"{name}.{form}.pth"]);
        Assert.Equal(File.ReadAllText(files[$"{name}.{form}.txt"]), PthValues.Canonical(file.Value));
    }

    [Fact]
    public void Records_that_newer_versions_add_are_no_hindrance()
    {
        using var file = PthFile.Load(files["newer.pth"]);
        Assert.Equal(File.ReadAllText(files["plain.zip.txt"]), PthValues.Canonical(file.Value));
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("legacy")]
    public void Views_share_memory_as_they_did_in_torch(string form)
    {
        using var file = PthFile.Load(files[$"tensors.{form}.pth"]);
        var state = file.StateDict();
        state["slice"].Fill_(99);
        Assert.Equal(99f, state["whole"].ToArray<float>()[5]);
        Assert.Equal(4f, state["whole"].ToArray<float>()[4]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("nested")]
    [InlineData("twice_nested")]
    public void A_state_dict_is_found_where_training_programs_put_it(string name)
    {
        foreach (var form in Forms)
        {
            using var file = PthFile.Load(files[$"{name}.{form}.pth"]);
            Assert.Equal(
                ["conv.weight", "conv.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "fc.weight", "fc.bias"],
                file.StateDict().Keys);
        }
    }

    [Fact]
    public void A_file_without_state_dict_says_what_it_holds()
    {
        using var history = PthFile.Load(files["no_state.zip.pth"]);
        Assert.Equal(
            $"{files["no_state.zip.pth"]}: holds no state dict: a dictionary of 2 entries in which 'epoch' is a number, and nothing under state_dict, model_state_dict or model",
            Assert.Throws<WeightsException>(history.StateDict).Message);
        using var tensor = PthFile.Load(files["one_tensor.zip.pth"]);
        Assert.Equal($"{files["one_tensor.zip.pth"]}: holds no state dict but a tensor", Assert.Throws<WeightsException>(tensor.StateDict).Message);
    }

    [Theory]
    [InlineData("sparse.zip.pth", "'torch._utils._rebuild_sparse_tensor'")]
    [InlineData("sparse.legacy.pth", "'torch._utils._rebuild_sparse_tensor'")]
    [InlineData("complex.zip.pth", "'torch.ComplexFloatStorage'")]
    [InlineData("complex.legacy.pth", "'torch.ComplexFloatStorage'")]
    [InlineData("quantised.zip.pth", "quantised tensors ('torch._utils._rebuild_qtensor'); dequantise them in PyTorch and save again")]
    [InlineData("quantised.legacy.pth", "quantised tensors ('torch._utils._rebuild_qtensor'); dequantise them in PyTorch and save again")]
    [InlineData("whole_module.zip.pth", "'torch.nn.modules.container.Sequential'")]
    [InlineData("whole_module.legacy.pth", "'torch.nn.modules.container.Sequential'")]
    [InlineData("numpy.zip.pth", "'numpy.core.multiarray.scalar'")]
    [InlineData("tuple_key.zip.pth", "a key or set member that is a tuple")]
    [InlineData("inst.pth", "'os.system'")]
    [InlineData("raw_system.pth", "'posix.system'")]
    [InlineData("raw.pth", "no PyTorch file: a pickle that does not begin with PyTorch's magic number")]
    [InlineData("script.pth", "a TorchScript archive")]
    [InlineData("tar.pth", "a tar archive, as PyTorch before 0.2 wrote")]
    [InlineData("big_endian.zip.pth", "written by a big-endian machine")]
    [InlineData("big_endian.legacy.pth", "written by a big-endian machine")]
    [InlineData("compressed.pth", "is compressed")]
    [InlineData("absent.pth", "there is no such file")]
    public void What_is_not_read_is_refused_by_name(string name, string reason)
    {
        var message = Refusal(files[name]);
        Assert.StartsWith(files[name] + ": ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_that_runs_a_command_is_refused_by_name_in_every_protocol()
    {
        for (var protocol = 0; protocol <= 5; protocol++)
        {
            foreach (var form in Forms)
            {
                Assert.Contains("'posix.system'", Refusal(files[$"system{protocol}.{form}.pth"]), StringComparison.Ordinal);
            }
        }

        Assert.False(File.Exists(files["owned"]));
    }

    [Theory]
    [MemberData(nameof(Cuttable))]
    public void A_file_cut_short_is_refused_at_every_sixteenth(string name, string form)
    {
        var whole = File.ReadAllBytes(files[$"{name}.{form}.pth"]);
        using var folder = Places.Temporary();
        for (var part = 0; part < 16; part++)
        {
            var path = folder.File($"{part}.pth");
            File.WriteAllBytes(path, whole[..(whole.Length * part / 16)]);
            Refusal(path);
        }
    }

    [Theory]
    [MemberData(nameof(Cuttable))]
    public void A_damaged_file_is_refused_or_read_and_never_anything_else(string name, string form) => Damage(name, form, rounds: 300, seed: 20);

    [Theory]
    [MemberData(nameof(Cuttable))]
    public void A_file_damaged_in_many_ways_is_refused_or_read_and_never_anything_else(string name, string form)
    {
        Places.LongOnly();
        Damage(name, form, rounds: 3000, seed: 21);
    }

    private void Damage(string name, string form, int rounds, int seed)
    {
        var whole = File.ReadAllBytes(files[$"{name}.{form}.pth"]);
        var random = new Random(seed);
        using var folder = Places.Temporary();
        var path = folder.File("damaged.pth");
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, damaged);
            refused += Loads(path) ? 0 : 1;
        }

        // Some damage is bound to be noticed, and some lies in the elements of tensors where none can see it.
        Assert.InRange(refused, 1, rounds - 1);
    }

    [Fact]
    public void Sizes_that_the_file_cannot_hold_take_no_memory()
    {
        // A storage of 2^40 floats, in the words of a legacy file.
        var path = files["one_tensor.legacy.pth"];
        var bytes = File.ReadAllBytes(path);
        var count = bytes.AsSpan().IndexOf("K\x05Ntq"u8);
        Assert.True(count > 0, "where torch writes the number of elements has moved");
        byte[] huge = [.. bytes[..count], 0x8a, 6, 0, 0, 0, 0, 0, 1, .. bytes[(count + 2)..]];
        using var folder = Places.Temporary();
        File.WriteAllBytes(folder.File("huge.pth"), huge);
        Assert.Contains("should have 1099511627776 elements, more than the file can hold", Refusal(folder.File("huge.pth")), StringComparison.Ordinal);
    }

    private static TheoryData<string, string> Matrix(params string[] names)
    {
        var data = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var form in Forms)
            {
                data.Add(name, form);
            }
        }

        return data;
    }

    private static string Refusal(string path)
    {
        var before = TensorScope.LiveTensors;
        var message = Assert.Throws<WeightsException>(() => PthFile.Load(path)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.Equal(before, TensorScope.LiveTensors);
        return message;
    }

    /// <summary>Whether a file loads; it must be refused otherwise, and no try may take much memory or leave a tensor behind.</summary>
    private static bool Loads(string path)
    {
        var (tensors, memory) = (TensorScope.LiveTensors, GC.GetAllocatedBytesForCurrentThread());
        bool loads;
        try
        {
            using var file = PthFile.Load(path);
            loads = true;
        }
        catch (WeightsException)
        {
            loads = false;
        }

        Assert.Equal(tensors, TensorScope.LiveTensors);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 0, 16 << 20);
        return loads;
    }
}
