using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;
using Kinora.Training.Mixing;

namespace Kinora.Training.Engine;

/// <summary>
/// One step of training: the gradients of one or several batches added up, then made safe, then the weights moved. Owns nothing of
/// what it is given.
/// </summary>
/// <param name="model">The network.</param>
/// <param name="criterion">The loss.</param>
/// <param name="optimizer">Moves the weights.</param>
/// <param name="options">Accumulation and clipping.</param>
/// <param name="device">Where the network is.</param>
/// <param name="scaler">Scales the loss for float16; null for other numbers.</param>
/// <param name="average">Follows the weights; null for none.</param>
internal sealed class TrainingStep(
    VideoModel model, CrossEntropyLoss criterion, Optimizer optimizer, TrainingOptions options, Device device, GradScaler? scaler, ExponentialAverage? average)
{
    private readonly DType? format = NumberFormat.Of(options.Precision, device);

    /// <summary>Into how many parts a batch is cut because the memory is too small for all of it; doubled by whoever finds it exhausted.</summary>
    public int Parts { get; set; } = 1;

    /// <summary>Forgets the gradients of the step before.</summary>
    public void Begin() => optimizer.ZeroGrad();

    /// <summary>Adds the gradients of a batch.</summary>
    /// <param name="batch">The clips.</param>
    /// <param name="mix">How they are mixed; null for not at all.</param>
    /// <param name="share">What part of the step's loss the batch makes, 1 without accumulation.</param>
    /// <returns>The mean loss of the batch, and how many of its clips were told right.</returns>
    /// <exception cref="TorchException">Something cannot be computed; where memory is exhausted, more <see cref="Parts"/> help.</exception>
    public (double Loss, int Right) Add(Batch batch, BatchMix? mix, double share)
    {
        using var scope = new TensorScope();
        var count = batch.Sources.Count;
        var labels = batch.Labels.To(device);                                           // (N)
        var clips = mix?.Apply(batch.Clips) ?? batch.Clips;                             // (N, C, T, H, W)
        var mask = (mix is null ? batch.Mask : BatchMix.ApplyToMask(batch.Mask)).To(device);
        var targets = mix?.Targets([.. batch.Sources.Select(source => source.Label)], model.Classes).To(device) ?? labels;
        if (Parts == 1)
        {
            return AddPart(clips, mask, targets, labels, share);
        }

        var (loss, right, size) = (0.0, 0, (count + Parts - 1) / Parts);
        for (var start = 0; start < count; start += size)
        {
            using var inner = new TensorScope();
            var length = Math.Min(size, count - start);
            var part = AddPart(
                clips.Narrow(0, start, length), mask.Narrow(0, start, length), targets.Narrow(0, start, length), labels.Narrow(0, start, length),
                share * length / count);
            loss += part.Loss * length / count;
            right += part.Right;
        }

        return (loss, right);
    }

    /// <summary>Moves the weights.</summary>
    public void Finish()
    {
        scaler?.Unscale(optimizer);
        if (options.ClipNorm > 0)
        {
            GradientClipping.ClipNorm(model.Parameters(), options.ClipNorm);
        }

        if (scaler is null)
        {
            optimizer.Step();
        }
        else
        {
            scaler.Step(optimizer);
            scaler.Update();
        }

        average?.Update();
    }

    private (double Loss, int Right) AddPart(Tensor clips, Tensor mask, Tensor targets, Tensor labels, double share)
    {
        Tensor logits, loss;
        using (format is { } type ? Autocast.Enable(device, type) : null)
        {
            logits = model.Forward(clips, mask);                                        // (N, C, T, H, W) -> (N, classes)
            loss = criterion.Forward(logits.To(DType.Float32), targets);
        }

        var part = share == 1 ? loss : loss.Mul(share);
        (scaler?.Scale(part) ?? part).Backward();
        return (loss.Item(), (int)logits.Detach().Argmax(1).Eq(labels).Sum().Item());
    }
}
