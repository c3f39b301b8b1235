using Kinora.Torch.Layers;

namespace Kinora.Torch.Tests.Layers;

/// <summary>The layers of reference/layers.py, under the same names.</summary>
internal static class LayerCases
{
    private static readonly RecurrentOptions Everything = new() { Layers = 3, Dropout = 0.3, Bidirectional = true };

    public static readonly IReadOnlyDictionary<string, Func<Module>> All = new Dictionary<string, Func<Module>>
    {
        ["Conv1d"] = () => new Conv1d(4, 6, 3),
        ["Conv1d with everything"] = () => new Conv1d(4, 6, 3, stride: 2, padding: 1, dilation: 2, groups: 2, bias: false),
        ["Conv2d"] = () => new Conv2d(3, 8, 3, padding: 1),
        ["Conv2d with everything"] = () => new Conv2d(4, 6, (3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), groups: 2, bias: false),
        ["Conv2d by channel"] = () => new Conv2d(6, 6, 3, padding: 1, groups: 6),
        ["Conv3d"] = () => new Conv3d(3, 8, 3, padding: 1),
        ["Conv3d in strides"] = () => new Conv3d(12, 10, (3, 5, 1), stride: (2, 1, 3), padding: (1, 2, 0), bias: false),
        ["Conv3d with everything"] = () => new Conv3d(4, 6, (1, 3, 2), stride: (1, 2, 1), padding: (0, 1, 1), dilation: (1, 1, 2), groups: 2, bias: false),
        ["Conv3d by channel"] = () => new Conv3d(4, 4, (3, 3, 3), padding: 1, groups: 4),
        ["Linear"] = () => new Linear(7, 5),
        ["Linear without bias, of steps"] = () => new Linear(7, 5, bias: false),
        ["BatchNorm1d of features"] = () => new BatchNorm1d(5),
        ["BatchNorm1d of steps"] = () => new BatchNorm1d(5),
        ["BatchNorm2d"] = () => new BatchNorm2d(5, epsilon: 1e-3, momentum: 0.01),
        ["BatchNorm3d"] = () => new BatchNorm3d(5),
        ["BatchNorm3d of plain means"] = () => new BatchNorm3d(5, momentum: null),
        ["BatchNorm3d without weights"] = () => new BatchNorm3d(5, affine: false),
        ["BatchNorm3d without statistics"] = () => new BatchNorm3d(5, trackStatistics: false),
        ["LayerNorm"] = () => new LayerNorm(7),
        ["LayerNorm of two dimensions"] = () => new LayerNorm([4, 7], epsilon: 1e-3),
        ["LayerNorm without weights"] = () => new LayerNorm(7, affine: false),
        ["Dropout"] = () => new Dropout(),
        ["Dropout of little"] = () => new Dropout(0.1),
        ["Dropout of all"] = () => new Dropout(1),
        ["Dropout1d"] = () => new Dropout1d(0.4),
        ["Dropout1d of one"] = () => new Dropout1d(0.4),
        ["Dropout3d"] = () => new Dropout3d(0.4),
        ["Dropout3d of one"] = () => new Dropout3d(0.4),
        ["MaxPool2d"] = () => new MaxPool2d(2),
        ["MaxPool2d with everything"] = () => new MaxPool2d((3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), ceil: true),
        ["MaxPool3d"] = () => new MaxPool3d((1, 2, 2)),
        ["MaxPool3d with everything"] = () => new MaxPool3d((3, 3, 2), stride: (2, 2, 1), padding: (1, 1, 0), dilation: (1, 1, 2), ceil: true),
        ["AvgPool2d"] = () => new AvgPool2d(2),
        ["AvgPool2d with everything"] = () => new AvgPool2d((3, 2), stride: (2, 1), padding: (1, 0), ceil: true, countPadding: false),
        ["AvgPool3d"] = () => new AvgPool3d(2),
        ["AvgPool3d with everything"] = () => new AvgPool3d((3, 3, 2), stride: (2, 2, 1), padding: (1, 1, 0), ceil: true, countPadding: false),
        ["AdaptiveAvgPool2d"] = () => new AdaptiveAvgPool2d((3, 2)),
        ["AdaptiveAvgPool3d"] = () => new AdaptiveAvgPool3d((2, 3, 2)),
        ["AdaptiveAvgPool3d to one"] = () => new AdaptiveAvgPool3d(1),
        ["AdaptiveMaxPool2d"] = () => new AdaptiveMaxPool2d((3, 2)),
        ["AdaptiveMaxPool3d"] = () => new AdaptiveMaxPool3d((2, 3, 2)),
        ["Flatten"] = () => new Flatten(),
        ["Flatten of the middle"] = () => new Flatten(1, 2),
        ["Identity"] = () => new Identity(),
        ["ReLU"] = () => new ReLU(),
        ["ReLU6"] = () => new ReLU6(),
        ["LeakyReLU"] = () => new LeakyReLU(),
        ["LeakyReLU of 0.2"] = () => new LeakyReLU(0.2),
        ["GELU"] = () => new GELU(),
        ["GELU by tanh"] = () => new GELU(tanh: true),
        ["Sigmoid"] = () => new Sigmoid(),
        ["Tanh"] = () => new Tanh(),
        ["SiLU"] = () => new SiLU(),
        ["Hardswish"] = () => new Hardswish(),
        ["Softmax"] = () => new Softmax(),
        ["Softmax of channels"] = () => new Softmax(1),
        ["Sequential"] = () => new Sequential(
            new Conv3d(3, 8, 3, padding: 1), new BatchNorm3d(8), new ReLU(inPlace: true), new MaxPool3d((1, 2, 2)),
            new Sequential(("narrow", new Conv3d(8, 4, 1)), ("act", new SiLU())),
            new AdaptiveAvgPool3d(1), new Flatten(), new Dropout(), new Linear(4, 5)),
        ["LSTM"] = () => new LSTM(5, 6),
        ["LSTM of steps first"] = () => new LSTM(5, 6, new() { BatchFirst = false }),
        ["LSTM without bias"] = () => new LSTM(5, 6, new() { Bias = false }),
        ["LSTM with everything"] = () => new LSTM(5, 6, Everything),
        ["LSTM masked"] = () => new LSTM(5, 6),
        ["LSTM masked, all short"] = () => new LSTM(5, 6),
        ["LSTM masked, of steps first"] = () => new LSTM(5, 6, new() { BatchFirst = false, Bidirectional = true }),
        ["LSTM masked, with everything"] = () => new LSTM(5, 6, Everything with { Layers = 2 }),
        ["LSTM with holes"] = () => new LSTM(5, 6, new() { Layers = 2, Bidirectional = true }),
        ["GRU"] = () => new GRU(5, 6),
        ["GRU of steps first"] = () => new GRU(5, 6, new() { BatchFirst = false }),
        ["GRU without bias"] = () => new GRU(5, 6, new() { Bias = false }),
        ["GRU with everything"] = () => new GRU(5, 6, Everything),
        ["GRU masked"] = () => new GRU(5, 6),
        ["GRU masked, all short"] = () => new GRU(5, 6),
        ["GRU masked, of steps first"] = () => new GRU(5, 6, new() { BatchFirst = false, Bidirectional = true }),
        ["GRU masked, with everything"] = () => new GRU(5, 6, Everything with { Layers = 2 }),
        ["GRU with holes"] = () => new GRU(5, 6, new() { Layers = 2, Bidirectional = true }),
        ["CrossEntropyLoss"] = () => new CrossEntropyLoss(),
        ["CrossEntropyLoss with smoothing"] = () => new CrossEntropyLoss(labelSmoothing: 0.1),
        ["CrossEntropyLoss with weights"] = () => new CrossEntropyLoss(ClassWeights()),
        ["CrossEntropyLoss with everything"] = () => new CrossEntropyLoss(ClassWeights(), labelSmoothing: 0.2, ignoreIndex: 2),
        ["CrossEntropyLoss as a sum"] = () => new CrossEntropyLoss(ignoreIndex: 3, reduction: Reduction.Sum),
        ["CrossEntropyLoss of each"] = () => new CrossEntropyLoss(reduction: Reduction.None),
        ["CrossEntropyLoss of places"] = () => new CrossEntropyLoss(),
    };

    /// <summary>Runs a module on its inputs; all outputs, states behind.</summary>
    public static Tensor[] Run(Module module, IReadOnlyDictionary<string, Tensor> inputs)
    {
        var x = inputs["x"];
        inputs.TryGetValue("mask", out var mask);
        inputs.TryGetValue("h0", out var hidden);
        switch (module)
        {
            case Layer layer:
                return [layer.Forward(x)];
            case CrossEntropyLoss loss:
                return [loss.Forward(x, inputs["target"])];
            case LSTM lstm:
                var (lstmOutput, lstmState) = lstm.Forward(x, hidden is null ? null : new LSTMState(hidden, inputs["c0"]), mask);
                return [lstmOutput, lstmState.Hidden, lstmState.Cell];
            case GRU gru:
                var (gruOutput, gruState) = gru.Forward(x, hidden, mask);
                return [gruOutput, gruState];
            default:
                throw new ArgumentException($"no way to run a {module.GetType().Name}", nameof(module));
        }
    }

    private static Tensor ClassWeights() => Tensor.From([0.5f, 2f, 1f, 0.25f], 4);
}
