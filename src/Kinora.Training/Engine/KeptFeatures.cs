using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;

namespace Kinora.Training.Engine;

/// <summary>What a frozen backbone sees in the clips of a run, so that it looks at each frame once: in all epochs, folds, measurements and, with the cache on disk, runs.</summary>
/// <param name="clips">Where clips come from.</param>
/// <param name="options">How to train.</param>
/// <param name="preprocessing">How the network sees a clip.</param>
/// <param name="device">Where the network is.</param>
internal sealed class KeptFeatures(ClipSource clips, TrainingOptions options, Preprocessing preprocessing, Device device)
{
    // One seed draws the same backbone for every fold, and frozen it stays the same: there is one cache for all of them.
    private (string Name, FeatureCache Cache)? kept;

    /// <summary>What gives a network features in place of pixels; null where its backbone learns, or nothing shall be kept.</summary>
    /// <param name="model">The network, its frozen parts frozen.</param>
    public FrameFeatures? Of(VideoModel model)
    {
        if (options is not { TrainableStages: 0, FeatureCopies: > 0 } || model is not BackboneModel { EncoderIsFrozen: true, Backbone: not null } frames)
        {
            return null;
        }

        var name = NameOf(frames);
        if (kept?.Name != name)
        {
            kept = (name, clips.Features(name, $"{Path.GetFullPath(clips.Data.Root)} {options.Augment}, seed {options.Seed}, never mirrored {string.Join(", ", options.NoFlip)}"));
        }

        return new FrameFeatures(kept.Value.Cache, clip => Encode(frames, clip), options.FeatureCopies, device);
    }

    // (1, H, W, 3) u8 -> (1, F)
    private Tensor Encode(BackboneModel model, Frames frames)
    {
        using var quiet = Autograd.NoGrad();
        using var scope = new TensorScope();
        return scope.Return(model.Encode(preprocessing.ToTensor([frames], device)).Squeeze(0).To(Device.Cpu));
    }

    // The weights, and what they give for a picture of everything else that counts: padding, mean, threads, library, processor.
    private string NameOf(BackboneModel model)
    {
        using var quiet = Autograd.NoGrad();
        using var scope = new TensorScope();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in model.Backbone!.StateDict())
        {
            digest.AppendData(MemoryMarshal.AsBytes<float>(tensor.To(Device.Cpu).To(DType.Float32).ToArray<float>()));
        }

        var geometry = preprocessing.Geometry;
        var picture = new Frames(1, geometry.Output.Height, geometry.Output.Width);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            picture.Pixels[i] = (byte)(i * 37 ^ (i >> 8));
        }

        digest.AppendData(MemoryMarshal.AsBytes<float>(Encode(model, picture).ToArray<float>()));
        return $"{geometry} {geometry.Place} {preprocessing.Filter} {preprocessing.Colour} {Convert.ToHexStringLower(digest.GetHashAndReset())}";
    }
}
