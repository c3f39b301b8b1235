using Kinora.Torch.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Kinora.Torch.Tests.Core;

/// <summary>From a line of operators.txt to a C# method, or to a message that names the line.</summary>
public sealed class GeneratorTests
{
    [Theory]
    [InlineData("aten::relu(Tensor self) -> Tensor", "public unsafe Tensor Relu()")]
    [InlineData("aten::relu_(Tensor(a!) self) -> Tensor(a!)", "public unsafe Tensor Relu_()")]
    [InlineData("aten::_foreach_zero_(Tensor(a!)[] self) -> ()", "public static unsafe void ForeachZero_(global::System.ReadOnlySpan<Tensor> self)")]
    [InlineData("aten::equal(Tensor self, Tensor other) -> bool", "public unsafe bool Equal(Tensor other)")]
    [InlineData("aten::max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)", "public unsafe (Tensor Values, Tensor Indices) Max(long dim, bool keepdim = false)")]
    [InlineData("aten::conv1d(Tensor input, Tensor weight, Tensor? bias=None, int[1] stride=1) -> Tensor", "public static unsafe Tensor Conv1d(Tensor input, Tensor weight, Tensor? bias = null, global::System.ReadOnlySpan<long> stride = default)")]
    [InlineData("aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None) -> Tensor", "public static unsafe Tensor Zeros(global::System.ReadOnlySpan<long> size, DType? dtype = default, Device? device = default)")]
    [InlineData("aten::x(Tensor self, str mode=\"a, b\", float eps=1e-05, Scalar alpha=1, int[] out=[1, 2]) -> Tensor[]", "public unsafe Tensor[] X(string mode = \"a, b\", double eps = 1E-05, Scalar alpha = default, global::System.ReadOnlySpan<long> @out = default)")]
    [InlineData("aten::x(Tensor self, int a=1, *, int? b) -> int", "public unsafe long X(long a, long? b)")]
    public void A_schema_becomes_a_method(string schema, string head)
    {
        var (source, diagnostics) = Generate(schema);
        Assert.Empty(diagnostics);
        Assert.Contains(source, line => string.Equals(line.Trim(), head, StringComparison.Ordinal));
    }

    [Fact]
    public void A_schema_listed_twice_is_an_error_at_its_line()
    {
        var (_, diagnostics) = Generate("# a comment\n\naten::relu(Tensor self) -> Tensor\naten::relu(Tensor self) -> Tensor");
        var twice = Assert.Single(diagnostics);
        Assert.Equal("operators.txt: aten::relu(Tensor self) -> Tensor: listed twice", twice.GetMessage());
        Assert.Equal(3, twice.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Theory]
    [InlineData("relu", "a schema looks like aten::name.overload(Tensor self, ...) -> Tensor")]
    [InlineData("aten::relu(Tensor self)", "a schema looks like aten::name.overload(Tensor self, ...) -> Tensor")]
    [InlineData("aten::relu(Tensor) -> Tensor", "'Tensor' is no argument: a type and a name")]
    [InlineData("aten::relu(Storage self) -> Tensor", "the type 'Storage' of 'self' has no C# form yet")]
    [InlineData("aten::relu(Tensor self) -> Storage", "a result of type 'Storage' has no C# form yet")]
    public void What_is_not_understood_is_an_error_at_its_line(string schema, string why)
    {
        var (_, diagnostics) = Generate(schema);
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal($"operators.txt: {schema}: {why}", diagnostic.GetMessage());
    }

    private static (string[] Source, IReadOnlyList<Diagnostic> Diagnostics) Generate(string list)
    {
        var driver = CSharpGeneratorDriver
            .Create([new OperatorGenerator().AsSourceGenerator()], [new OperatorList(list)])
            .RunGenerators(CSharpCompilation.Create("nothing"));
        var result = driver.GetRunResult();
        return (result.GeneratedTrees.SelectMany(tree => tree.ToString().Split('\n')).ToArray(), result.Diagnostics);
    }

    private sealed class OperatorList(string text) : AdditionalText
    {
        public override string Path => "/somewhere/operators.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
