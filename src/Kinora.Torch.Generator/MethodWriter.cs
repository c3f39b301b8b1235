using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Kinora.Torch.Generator;

/// <summary>Writes the C# method of one schema.</summary>
internal static class MethodWriter
{
    /// <summary>An operator whose first argument is the tensor <c>self</c> is a method of that tensor; every other is static.</summary>
    public static bool IsInstance(Schema schema) =>
        schema.Arguments.Count > 0 && schema.Arguments[0] is { Name: "self", Type: "Tensor" };

    /// <summary>The method, with <paramref name="field"/> as the place where its operator is kept once found.</summary>
    public static string Write(Schema schema, string field)
    {
        var arguments = schema.Arguments.Select(a => new ArgumentWriter(a)).ToList();
        var instance = IsInstance(schema);
        var shown = arguments.Skip(instance ? 1 : 0).Where(a => a.Type is not null).ToList();
        var written = arguments.FirstOrDefault(a => a.IsWritten);
        // An operator in place returns what it wrote to: the caller's own tensor, not a second handle to it.
        var inPlace = schema.Returns.Count == 1 && schema.Returns[0].IsWritten && written is not null;
        var kinds = schema.Returns.Select(ReturnType).ToList();
        var result = inPlace ? "Tensor" : kinds.Count switch
        {
            0 => "void",
            1 => kinds[0],
            _ => $"({string.Join(", ", schema.Returns.Select((r, i) => kinds[i] + (r.Name is null ? "" : " " + Naming.Method(r.Name))))})",
        };

        var code = new StringBuilder();
        code.AppendLine($"    private static nint {field};");
        code.AppendLine();
        code.AppendLine($"    /// <summary><c>{Escape(schema.Text)}</c></summary>");
        code.AppendLine("    /// <exception cref=\"TorchException\">The library refuses; the message has the operator and the shapes.</exception>");
        code.AppendLine("    [global::System.Runtime.CompilerServices.SkipLocalsInit]");
        code.AppendLine($"    public {(instance ? "" : "static ")}unsafe {result} {Naming.Method(schema.Name)}({Parameters(shown)})");
        code.AppendLine("    {");
        code.AppendLine($"        var op = {field};");
        code.AppendLine($"        if (op == 0) op = Operator.Find(ref {field}, {Literal(schema.Text)});");
        foreach (var list in shown.Where(a => a.IsTensorList))
        {
            var buffer = list.Buffer + "Handles";
            code.AppendLine($"        global::System.Span<nint> {buffer} = {list.Name}.Length <= 32 ? stackalloc nint[32] : new nint[{list.Name}.Length];");
            code.AppendLine(list.MayHoldNull
                ? $"        Argument.FillOptional({buffer}, {list.Name});"
                : $"        Argument.Fill({buffer}, {list.Name}, nameof({list.Name}));");
        }

        foreach (var text in shown.Where(a => a.IsText))
        {
            code.AppendLine($"        var {text.Buffer}Bytes = Argument.Utf8({text.Name});");
        }

        foreach (var list in shown)
        {
            if (list.IsTensorList)
            {
                code.AppendLine($"        fixed (nint* {list.Buffer} = {list.Buffer}Handles)");
            }
            else if (list.IsNumberList)
            {
                code.AppendLine($"        fixed ({(list.Type!.Contains("long") ? "long" : "double")}* {list.Buffer} = {list.Name})");
            }
            else if (list.IsText)
            {
                code.AppendLine($"        fixed (byte* {list.Buffer} = {list.Buffer}Bytes)");
            }
        }

        code.AppendLine("        {");
        code.AppendLine($"            var arguments = stackalloc Argument[{Math.Max(1, arguments.Count)}];");
        for (var i = 0; i < arguments.Count; i++)
        {
            code.AppendLine($"            arguments[{i}] = {(instance && i == 0 ? "Argument.Of(this, \"self\")" : arguments[i].Pass())};");
        }

        var room = inPlace ? 0 : kinds.Count;
        if (room > 0)
        {
            code.AppendLine($"            var results = stackalloc Argument[{room}];");
        }

        code.AppendLine($"            Operator.Call(op, {Literal(schema.Text)}, arguments, {arguments.Count}, {(room > 0 ? "results" : "null")}, {room});");
        KeepAlive(code, arguments, instance);
        if (inPlace)
        {
            code.AppendLine($"            return {(instance && ReferenceEquals(written, arguments[0]) ? "this" : written!.Name)};");
        }
        else if (room > 0)
        {
            var values = schema.Returns.Select((r, i) => $"results[{i}].{Reader(r)}");
            code.AppendLine($"            return {(room == 1 ? values.Single() : $"({string.Join(", ", values)})")};");
        }

        code.AppendLine("        }");
        code.AppendLine("    }");
        return code.ToString();
    }

    private static string Parameters(List<ArgumentWriter> shown)
    {
        var optionalFrom = shown.Count;
        while (optionalFrom > 0 && shown[optionalFrom - 1].HasDefault)
        {
            optionalFrom--;
        }

        return string.Join(", ", shown.Select((a, i) => a.Declare(mayOmit: i >= optionalFrom)));
    }

    /// <summary>What the library works on must not be collected, nor reported as leaked, before it is done.</summary>
    private static void KeepAlive(StringBuilder code, List<ArgumentWriter> arguments, bool instance)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].IsTensor)
            {
                code.AppendLine($"            global::System.GC.KeepAlive({(instance && i == 0 ? "this" : arguments[i].Name)});");
            }
        }
    }

    private static string ReturnType(SchemaReturn value) => value.Type switch
    {
        "Tensor" => "Tensor",
        "Tensor[]" => "Tensor[]",
        "Scalar" or "float" => "double",
        "int" => "long",
        "bool" => "bool",
        _ => throw new FormatException($"a result of type '{value.Type}' has no C# form yet"),
    };

    private static string Reader(SchemaReturn value) => value.Type switch
    {
        "Tensor" => "TakeTensor()",
        "Tensor[]" => "TakeTensors()",
        "int" => "ToInteger()",
        "bool" => "ToBoolean()",
        _ => "ToReal()",
    };

    private static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"u8";

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
