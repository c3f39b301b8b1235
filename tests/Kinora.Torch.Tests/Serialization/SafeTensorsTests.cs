using System.Buffers.Binary;
using System.Text;
using Kinora.Tests;
using Kinora.Torch.Serialization;

namespace Kinora.Torch.Tests.Serialization;

public sealed class SafeTensorsTests
{
    private const string Reader = "tests/Kinora.Torch.Tests/Serialization/reference/safetensors_by_hand.py";

    private static readonly Dictionary<string, string> Metadata = new() { ["kinora.format"] = "1", ["text"] = "Zeile 1\nZeile \"2\" 動画", ["empty"] = "" };

    [Fact]
    public void What_is_saved_is_loaded_again()
    {
        using var folder = Places.Temporary();
        using var scope = new TensorScope();
        var tensors = Tensors();
        SafeTensors.Save(folder.File("a.safetensors"), tensors, Metadata);
        using var file = SafeTensors.Load(folder.File("a.safetensors"));
        Assert.Equal(Metadata, file.Metadata);
        Assert.Equal(tensors.Keys, file.Tensors.Keys);
        Assert.All(tensors, item => Assert.Equal(PthValues.Canonical(item.Value.Contiguous()), PthValues.Canonical(file.Tensors[item.Key])));
    }

    [Fact]
    public void What_is_saved_is_read_by_a_reader_of_its_own()
    {
        using var folder = Places.Temporary();
        using var scope = new TensorScope();
        var tensors = Tensors();
        SafeTensors.Save(folder.File("a.safetensors"), tensors, Metadata);
        var read = Encoding.UTF8.GetString(Places.Python(Path.Combine(Places.Repository, Reader), folder.File("a.safetensors")));
        var metadata = string.Join(',', Metadata.Select(item => $"{PthValues.Canonical(item.Key)}={PthValues.Canonical(item.Value)}"));
        var values = string.Join(',', tensors.Select(item => $"{PthValues.Canonical(item.Key)}={PthValues.Canonical(item.Value.Contiguous())}"));
        Assert.Equal($"[{{{metadata}}},{{{values}}}]", read);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var folder = Places.Temporary();
        using var scope = new TensorScope();
        var tensors = new OrderedDictionary<string, Tensor>
        {
            ["flag"] = Tensor.From([true], 1),
            ["weight"] = Tensor.From([1f, -2f], 2, 1),
            ["count"] = Tensor.From<long>([7]),
        };
        SafeTensors.Save(folder.File("a.safetensors"), tensors, new Dictionary<string, string> { ["k"] = "v" });

        // The header in the given order, the data by size of element: int64, float32, bool.
        const string Header = """{"__metadata__":{"k":"v"},"flag":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]},"weight":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"count":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""";
        var padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        byte[] expected = [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded), 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 1];
        Assert.Equal(expected, File.ReadAllBytes(folder.File("a.safetensors")));
    }

    [Fact]
    public void The_header_is_read_without_tensors()
    {
        using var folder = Places.Temporary();
        using (new TensorScope())
        {
            SafeTensors.Save(folder.File("a.safetensors"), Tensors(), Metadata);
        }

        var before = TensorScope.LiveTensors;
        var header = SafeTensors.ReadHeader(folder.File("a.safetensors"));
        Assert.Equal(before, TensorScope.LiveTensors);
        Assert.Equal(Metadata, header.Metadata);
        var entry = Assert.Single(header.Entries, entry => entry.Name == "transposed");
        Assert.Equal(DType.Float32, entry.Type);
        Assert.Equal([3, 2], entry.Shape);
        Assert.Equal(24, entry.ByteCount);
    }

    [Fact]
    public void A_scope_owns_what_is_loaded()
    {
        using var folder = Places.Temporary();
        using (new TensorScope())
        {
            SafeTensors.Save(folder.File("a.safetensors"), Tensors(), Metadata);
        }

        var before = TensorScope.LiveTensors;
        using (new TensorScope())
        {
            Assert.Equal(before + Tensors().Count * 2, before + Tensors().Count + SafeTensors.Load(folder.File("a.safetensors")).Tensors.Count);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        SafeTensors.Load(folder.File("a.safetensors")).Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [InlineData("", "no safetensors file: its first 8 bytes give a header of 0 bytes, expected 2 to 100000000")]
    [InlineData("[1]", "no safetensors file: where its header should be there is no JSON text")]
    [InlineData("{\"a\":}", "its header is damaged: '}' is an invalid start of a value")]
    [InlineData("{\"a\":1}", "its header is damaged: tensor 'a' needs dtype, shape and data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F8\",\"shape\":[],\"data_offsets\":[0,1]}}", "tensor 'a' has dtype 'F8'; known are U8, I8, I16, I32, I64, F16, F32, F64, BOOL and BF16")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", "its header is damaged: shape of tensor 'a' holds -1, expected whole numbers from 0 up")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}", "its header is damaged: shape of tensor 'a' holds 1.5, expected whole numbers from 0 up")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":7,\"data_offsets\":[0,1]}}", "its header is damaged: shape of tensor 'a' is number, expected a list of numbers")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4000000000000000000,0,4000000000000000000],\"data_offsets\":[0,0]}}", "its header is damaged: tensor 'a' has the impossible shape [4000000000000000000,0,4000000000000000000]")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,0]}}", "its header is damaged: tensor 'a' has data_offsets [4, 0], expected a begin and an end")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,4]}}", "its header is damaged: tensor 'a', F32 [4], takes 16 bytes but its data_offsets span 4")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}", "its header is damaged: 'b' begins at byte 115 but 'a' ends at 117: they overlap")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}", "its header is damaged: 'b' begins at byte 115 but 'a' ends at 114: bytes between them belong to no tensor")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", "damaged: its tensors end at byte 63, yet the file goes on to 65")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]}}", "cut short: its tensors end at byte 70, the file at 65; copy or download it again")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", "its header is damaged: ")]
    [InlineData("{\"\\ud800\":1}", "its header is damaged: ")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "its header is damaged: __metadata__ 'a' is number, expected a text")]
    [InlineData("{\"__metadata__\":[]}", "its header is damaged: __metadata__ is array, expected an object of texts")]
    public void A_wrong_header_is_one_clear_line(string header, string reason)
    {
        using var folder = Places.Temporary();
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + 4];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 12);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        File.WriteAllBytes(folder.File("a.safetensors"), bytes);
        Assert.StartsWith($"{folder.File("a.safetensors")}: {reason}", Refusal(folder.File("a.safetensors")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_none_is_one_clear_line()
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("short"), "abc");
        File.WriteAllText(folder.File("text"), "This is a text and no weights at all.");
        Assert.Equal($"{folder.File("short")}: no safetensors file: it has 3 bytes, the format begins with 8 bytes of header length", Refusal(folder.File("short")));
        Assert.Equal($"{folder.File("text")}: no safetensors file: its first 8 bytes give a header of 2338328219631577172 bytes, expected 2 to 100000000", Refusal(folder.File("text")));
        Assert.Equal($"{folder.File("absent")}: there is no such file", Refusal(folder.File("absent")));
        Assert.StartsWith($"{folder.Path}: ", Refusal(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_is_refused_at_every_sixteenth()
    {
        using var folder = Places.Temporary();
        var whole = Saved(folder);
        for (var part = 0; part < 16; part++)
        {
            File.WriteAllBytes(folder.File("cut"), whole[..(whole.Length * part / 16)]);
            Refusal(folder.File("cut"));
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_or_read_and_never_anything_else()
    {
        using var folder = Places.Temporary();
        var whole = Saved(folder);
        var random = new Random(20);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(folder.File("damaged"), damaged);
            var before = TensorScope.LiveTensors;
            try
            {
                SafeTensors.Load(folder.File("damaged")).Dispose();
            }
            catch (WeightsException)
            {
                refused++;
            }

            Assert.Equal(before, TensorScope.LiveTensors);
        }

        Assert.InRange(refused, 1, 499);
    }

    [Fact]
    public void A_save_that_fails_leaves_the_file_before_and_nothing_else()
    {
        using var folder = Places.Temporary();
        var whole = Saved(folder);
        var path = folder.File("whole.safetensors");
        var failure = Assert.Throws<WeightsException>(() => WeightsFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal($"{path}: not saved, and what was there before is untouched: No space left on device", failure.Message);
        Assert.Equal(whole, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));

        var nowhere = Path.Combine(folder.Path, "absent", "a.safetensors");
        Assert.Equal($"{nowhere}: not saved, its folder does not exist", Assert.Throws<WeightsException>(() => SafeTensors.Save(nowhere, new Dictionary<string, Tensor>())).Message);
    }

    [Fact]
    public void A_full_disk_leaves_the_file_before_and_nothing_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a small disk");
        using var folder = Places.Temporary();
        try
        {
            Places.Run("mount", "-t", "tmpfs", "-o", "size=256k", "none", folder.Path);
        }
        catch (Xunit.Sdk.TrueException refusal)
        {
            Assert.Skip($"no small disk can be mounted here: {refusal.Message}");
        }

        try
        {
            var whole = Saved(folder);
            var path = folder.File("whole.safetensors");
            using var scope = new TensorScope();
            var failure = Assert.Throws<WeightsException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["a"] = Ops.Zeros([1 << 20]) }));
            Assert.StartsWith($"{path}: not saved, and what was there before is untouched: ", failure.Message, StringComparison.Ordinal);
            Assert.Equal(whole, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        }
        finally
        {
            Places.Run("umount", folder.Path);
        }
    }

    [Fact]
    public void A_tensor_cannot_take_the_name_of_the_metadata()
    {
        using var folder = Places.Temporary();
        using var tensor = Ops.Zeros([1]);
        var failure = Assert.Throws<WeightsException>(() => SafeTensors.Save(folder.File("a"), new Dictionary<string, Tensor> { ["__metadata__"] = tensor }));
        Assert.Equal($"{folder.File("a")}: not saved: a tensor cannot be named '__metadata__'", failure.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static OrderedDictionary<string, Tensor> Tensors()
    {
        var numbers = Tensor.From([1.5f, -2f, 3f, 0f, -0f, 6.25f], 2, 3);
        var tensors = new OrderedDictionary<string, Tensor> { ["transposed"] = numbers.T(), ["a \"name\" ü"] = numbers };
        foreach (var type in Enum.GetValues<DType>().Where(type => type != DType.Float32))
        {
            tensors[type.ToString()] = numbers.Abs().To(type);
        }

        tensors["scalar"] = Tensor.Of(2.5);
        tensors["empty"] = Ops.Empty([0, 3]);
        tensors["odd bytes"] = Tensor.From<byte>([1, 2, 3], 3);
        return tensors;
    }

    private static byte[] Saved(TemporaryFolder folder)
    {
        using var scope = new TensorScope();
        SafeTensors.Save(folder.File("whole.safetensors"), Tensors(), Metadata);
        return File.ReadAllBytes(folder.File("whole.safetensors"));
    }

    private static string Refusal(string path)
    {
        var before = TensorScope.LiveTensors;
        var message = Assert.Throws<WeightsException>(() => SafeTensors.Load(path)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.Equal(before, TensorScope.LiveTensors);
        Assert.Equal(message, Assert.Throws<WeightsException>(() => SafeTensors.ReadHeader(path)).Message);
        return message;
    }
}
