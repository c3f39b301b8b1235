using Kinora.Synthesis.Figures;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Motions;

/// <summary>
/// The six actions of the KTH data set (Schüldt, Laptev, Caputo: Recognizing human actions, a local SVM approach, ICPR 2004).
/// One is added by its file and a line here.
/// </summary>
internal sealed record KthAction(string Name, Func<Skeleton, ClipDraw, ClipDraw, Motion> Create)
{
    /// <summary>All of them, in the data set's order.</summary>
    public static IReadOnlyList<KthAction> All { get; } =
    [
        new("walking", Along(Walking.Gait, spread: 0.07)),
        new("jogging", Along(Jogging.Gait, spread: 0.05)),
        new("running", Along(Running.Gait, spread: 0.06)),
        new("boxing", (skeleton, person, take) => new Boxing(skeleton, person, take)),
        new("handwaving", (skeleton, person, take) => new HandWaving(skeleton, person, take)),
        new("handclapping", (skeleton, person, take) => new HandClapping(skeleton, person, take)),
    ];

    // Nobody goes at exactly the same pace twice.
    private static Func<Skeleton, ClipDraw, ClipDraw, Motion> Along(Gait gait, double spread) => (skeleton, person, take) =>
        new Locomotion(skeleton, gait.Of(person, person.Around("pace", 1, spread) * take.Around("pace", 1, 0.03)), take.Between("phase", 0, 1));
}
