using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kinora.Models.Backbones;

namespace Kinora.Models;

/// <summary>What can be chosen about the backbone of any network that looks at frames.</summary>
public abstract record FrameModelOptions : IValidatableObject
{
    /// <summary>The name that stands for no backbone: the input is features already.</summary>
    public const string None = "none";

    [Description("network that looks at each frame; 'kinora models' lists them; none where the data is stored features")]
    public string Backbone { get; init; } = "resnet18";

    [Description("pad as TensorFlow does (mobilenet_v2 only), for weights that come from there")]
    public bool SamePadding { get; init; }

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var entry = ModelZoo.Backbones.FirstOrDefault(entry => entry.Name == Backbone);
        if (entry is null && Backbone != None)
        {
            yield return new ValidationResult($"--backbone: found {Backbone}, expected one of {string.Join(", ", ModelZoo.Backbones.Select(known => known.Name))}, {None}");
        }
        else if (SamePadding && entry is not { TakesSamePadding: true })
        {
            yield return new ValidationResult($"--same-padding: {Backbone} does not take it; only {string.Join(", ", ModelZoo.Backbones.Where(known => known.TakesSamePadding).Select(known => known.Name))} does");
        }
    }

    /// <summary>The smallest clip: one frame of the smallest picture, or of features, which have one pixel.</summary>
    internal virtual InputLimits Limits() => new(1, Backbone == None ? 1 : ModelZoo.FindBackbone(Backbone).SmallestSize);

    /// <summary>Makes the backbone, without its last layer; null for none.</summary>
    internal ImageNetwork? BuildBackbone(int channels) =>
        Backbone == None ? null : ModelZoo.FindBackbone(Backbone).Build(classes: 0, channels, new BackboneOptions { SamePadding = SamePadding });
}
