using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Synthesis.Motions;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Tests;

/// <summary>People in motion, as the renderer makes them, on a straight line without a camera.</summary>
internal sealed class Bodies
{
    /// <summary>Enough to meet tall and short, slow and quick ones.</summary>
    public const int Count = 25;

    private Bodies(Skeleton skeleton, Motion motion)
    {
        Skeleton = skeleton;
        Motion = motion;
    }

    public Skeleton Skeleton { get; }

    public Motion Motion { get; }

    /// <summary>The same people doing one action.</summary>
    public static IEnumerable<Bodies> Doing(string action) =>
        from number in Enumerable.Range(1, Count)
        let person = Person.Of(5, number)
        select new Bodies(
            person.Skeleton,
            KthAction.All.Single(one => one.Name == action).Create(person.Skeleton, person.Draw.Fork(action), new ClipDraw(5, 0, $"{action} {number}")));

    /// <summary>Where the joints are at a moment; the person goes along z, y is up.</summary>
    public Joints At(float time) => Joints.Of(Skeleton, Motion.Pose(time), new Vector3(0, 0, Motion.Speed * time), 0);

    /// <summary>Moments of three seconds, a hundred a second.</summary>
    public static IEnumerable<float> Moments() => Enumerable.Range(0, 300).Select(i => i / 100f);
}
