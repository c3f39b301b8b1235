using Kinora.Torch.Recording;

namespace Kinora.Models.Sizes;

/// <summary>What one call of an operator costs.</summary>
internal static class OperatorCost
{
    /// <summary>Multiply-adds of convolutions, linear layers, products of matrices and recurrent layers; 0 for every other operator.</summary>
    public static long MultiplyAdds(GraphNode node) => node.Operator switch
    {
        // Every output is a sum over the inputs of its group, at every place of the kernel: weight is (out, in / groups, kernel).
        "aten::conv1d" or "aten::conv2d" or "aten::conv3d" => Outputs(node) * PerFirst(node.Tensor("weight")),

        // Every input is spread over the outputs of its group: weight is (in, out / groups, kernel).
        "aten::conv_transpose2d" or "aten::conv_transpose3d" => node.Tensor("input").ElementCount * PerFirst(node.Tensor("weight")),

        "aten::linear" => Outputs(node) * Last(node.Tensor("weight")),
        "aten::mm" or "aten::bmm" or "aten::matmul" or "aten::mv" => Outputs(node) * Last(node.Tensor("self")),
        "aten::addmm" => Outputs(node) * Last(node.Tensor("mat1")),
        "aten::baddbmm" => Outputs(node) * Last(node.Tensor("batch1")),
        "aten::dot" => node.Tensor("self").ElementCount,

        // At every step each layer and direction multiplies with its weights, (gates · hidden, inputs) and (gates · hidden, hidden), once.
        "aten::lstm" or "aten::gru" or "aten::rnn_tanh" => Steps(node.Tensors.First()) * ((GraphValue[])node["params"]!).Sum(Matrix),
        "aten::lstm_cell" or "aten::gru_cell" => Steps(node.Tensor("input")) * (Matrix(node.Tensor("w_ih")) + Matrix(node.Tensor("w_hh"))),
        "aten::einsum" => throw new ModelException("the multiply-adds of einsum are not counted; write it as matmul"),
        _ => 0,
    };

    private static long Outputs(GraphNode node) => node.Results[0].ElementCount;

    private static long PerFirst(GraphValue weight) => weight.ElementCount / weight.Shape[0];

    private static long Last(GraphValue value) => value.Shape[^1];

    // Of all sequences together: whatever the order of the dimensions, the last are the features.
    private static long Steps(GraphValue sequences) => sequences.ElementCount / Last(sequences);

    private static long Matrix(GraphValue weight) => weight.Shape.Count == 2 ? weight.ElementCount : 0;
}
