using System.Text.Json;
using Kinora.Torch.Optimizers;

namespace Kinora.Torch.Tests.Optimizers;

/// <summary>Ten steps on the same gradients, bit for bit as torch.optim.</summary>
public sealed class OptimizerEqualityTests
{
    private static readonly string[] Parameters = ["conv.weight", "conv.bias", "scale", "linear.weight"];

    private delegate Optimizer Make(IEnumerable<(string Name, Tensor Value)> parameters);

    public static TheoryData<string> Cases => new(All.Keys);

    private static Dictionary<string, (string Name, string Options, Make Make)> All { get; } = new(StringComparer.Ordinal)
    {
        ["SGD"] = ("SGD", """{"lr": 0.1}""", p => new SGD(p, 0.1)),
        ["SGD, momentum, dampening"] = ("SGD", """{"lr": 0.05, "momentum": 0.9, "dampening": 0.1, "weight_decay": 0.001}""",
            p => new SGD(p, 0.05, momentum: 0.9, dampening: 0.1, weightDecay: 0.001)),
        ["SGD, Nesterov"] = ("SGD", """{"lr": 0.05, "momentum": 0.9, "weight_decay": 0.001, "nesterov": true}""",
            p => new SGD(p, 0.05, momentum: 0.9, weightDecay: 0.001, nesterov: true)),
        ["Adam"] = ("Adam", "{}", p => new Adam(p)),
        ["Adam, AMSGrad, decay"] = ("Adam", """{"lr": 0.003, "betas": [0.8, 0.98], "eps": 1e-6, "weight_decay": 0.0001, "amsgrad": true}""",
            p => new Adam(p, 0.003, 0.8, 0.98, 1e-6, 0.0001, amsGrad: true)),
        ["AdamW"] = ("AdamW", """{"lr": 0.002}""", p => new AdamW(p, 0.002)),
        ["AdamW, AMSGrad"] = ("AdamW", """{"lr": 0.002, "weight_decay": 0.1, "amsgrad": true}""",
            p => new AdamW(p, 0.002, weightDecay: 0.1, amsGrad: true)),
        ["RMSprop"] = ("RMSprop", """{"lr": 0.01}""", p => new RMSprop(p)),
        ["RMSprop, momentum, decay"] = ("RMSprop", """{"lr": 0.01, "alpha": 0.9, "momentum": 0.9, "weight_decay": 0.001}""",
            p => new RMSprop(p, 0.01, alpha: 0.9, momentum: 0.9, weightDecay: 0.001)),
        ["RMSprop, centred"] = ("RMSprop", """{"lr": 0.01, "eps": 1e-4, "centered": true, "momentum": 0.5}""",
            p => new RMSprop(p, 0.01, epsilon: 1e-4, centered: true, momentum: 0.5)),
    };

    // One run of Python serves all cases.
    private static Lazy<Reference> Python { get; } = new(() => new Reference("optimizers.py", JsonSerializer.Serialize(
        All.Select(entry => new object[] { entry.Key, entry.Value.Name, JsonSerializer.Deserialize<JsonElement>(entry.Value.Options) }))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ten_steps_equal_those_of_torch_optim(string which)
    {
        using var scope = new TensorScope();
        var parameters = AtFirst();
        using var optimizer = All[which].Make(parameters);
        var compared = 0;
        for (var step = 1; step <= 10; step++)
        {
            Step(optimizer, parameters, step);
            foreach (var (name, value) in parameters)
            {
                var after = $"{which}: {name} after {step}";
                if (Python.Value.Has(after))
                {
                    Python.Value.AssertSame(after, value);
                    compared++;
                }
            }
        }

        Assert.Equal(31, compared);
        AssertSameState(which, optimizer);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Interrupted_and_resumed_it_gives_the_same_bits(string which)
    {
        using var scope = new TensorScope();
        var parameters = AtFirst();
        var first = All[which].Make(parameters);
        for (var step = 1; step <= 5; step++)
        {
            Step(first, parameters, step);
        }

        using var second = All[which].Make(parameters);
        second.LoadStateDict(first.StateDict());
        first.Dispose();
        for (var step = 6; step <= 10; step++)
        {
            Step(second, parameters, step);
        }

        Assert.All(parameters, p => Python.Value.AssertSame($"{which}: {p.Name} after 10", p.Value));
        AssertSameState(which, second);
    }

    private static void AssertSameState(string which, Optimizer optimizer)
    {
        var prefix = $"{which}: state ";
        var state = optimizer.StateDict();
        Assert.Equal(
            Python.Value.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            state.Keys.Select(key => prefix + key).Order(StringComparer.Ordinal));
        Assert.All(state, entry => Python.Value.AssertSame(prefix + entry.Key, entry.Value));
    }

    private static (string Name, Tensor Value)[] AtFirst() => Array.ConvertAll(Parameters, name =>
    {
        var value = Python.Value[name + " at first"];
        value.RequiresGrad = true;
        return (name, value);
    });

    private static void Step(Optimizer optimizer, (string Name, Tensor Value)[] parameters, int step)
    {
        using var scope = new TensorScope();
        foreach (var (name, value) in parameters)
        {
            var gradient = $"{name} gradient {step}";
            value.Grad = Python.Value.Has(gradient) ? Python.Value[gradient] : null;
        }

        optimizer.Step();
    }
}
