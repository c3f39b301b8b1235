using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Synthesis.Motions;
using Kinora.Video;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Scenes;

/// <summary>
/// All that is seen in one clip. Like KTH's, takes go round four scenarios: outdoors, outdoors with a change of scale, outdoors in
/// other clothes, and indoors. Each person begins with another one, so that few takes of many people show all four.
/// </summary>
internal sealed record Scene
{
    private const int Scenarios = 4;

    public required Person Person { get; init; }

    public required Outfit Outfit { get; init; }

    public required Motion Motion { get; init; }

    public required Track Track { get; init; }

    public required Camera Camera { get; init; }

    public required Light Light { get; init; }

    public required Backdrop Backdrop { get; init; }

    public required Grade Grade { get; init; }

    /// <summary>For the grain.</summary>
    public required ulong GrainSeed { get; init; }

    /// <summary>The scene of a clip: a pure function of the seed and the clip's name.</summary>
    /// <param name="seed">Of the set.</param>
    /// <param name="name">Which clip.</param>
    /// <param name="size">Of the picture.</param>
    /// <param name="seconds">Length of the clip.</param>
    public static Scene Of(long seed, ClipName name, FrameSize size, float seconds)
    {
        var action = KthAction.All.Single(action => action.Name == name.Action);
        var person = Person.Of(seed, name.Person);
        var take = new ClipDraw(seed, 0, $"person {name.Person} {name.Action} {name.Take}");
        var scenario = (name.Person + name.Take - 2) % Scenarios;
        var isIndoors = scenario == 3;
        var outfit = Outfit.Of(person.Draw, scenario switch { 2 => 1, 3 => 2, _ => 0 });
        var motion = action.Create(person.Skeleton, person.Draw.Fork(action.Name), take);
        var isSizeChanging = scenario == 1;
        var camera = Framing.Camera(take, person.Skeleton.Height, motion.Speed, isSizeChanging, size, seconds, out var distance);
        var track = motion.Speed > 0
            ? Framing.Crossing(take, camera, motion.Speed, distance, isSizeChanging, person.Skeleton.Height)
            : new Track { Start = new Vector3(take.Between("aside", -0.25, 0.25), 0, distance), Heading = Framing.Facing(take, name.Action == "boxing") };
        return new Scene
        {
            Person = person,
            Outfit = outfit,
            Motion = motion,
            Track = track,
            Camera = camera,
            Light = Lighting(take, isIndoors),
            Backdrop = Behind(take, isIndoors, distance, outfit, person.Skin),
            Grade = Grade.Of(take, isIndoors),
            GrainSeed = take.Fork("grain seed").Bits(0),
        };
    }

    private static Light Lighting(ClipDraw take, bool isIndoors)
    {
        var isSunny = !isIndoors && take.Chance("sunny", 0.5);
        var elevation = take.Between("elevation", 0.6, 1.25);
        var azimuth = take.Between("azimuth", 0, 6.2832);
        var lamp = isSunny ? take.Between("lamp", 0.3, 0.6) : take.Between("lamp", 0.08, 0.35);
        var warmth = take.Between("warmth", -0.06, 0.1);
        return new Light
        {
            Direction = new Vector3(MathF.Cos(elevation) * MathF.Sin(azimuth), MathF.Sin(elevation), MathF.Cos(elevation) * MathF.Cos(azimuth)),
            Ambient = take.Between("light", 0.84, 1.02) - (0.6f * lamp),
            Lamp = lamp,
            Tint = new Vector3(1 + warmth, 1, 1 - warmth),
            Shadow = isSunny ? take.Between("shadow", 0.25, 0.5) : take.Between("shadow", 0.08, 0.3),
            Softness = isSunny ? 0.02f : take.Between("softness", 0.15, 0.4),
        };
    }

    private static Backdrop Behind(ClipDraw take, bool isIndoors, float distance, Outfit outfit, Vector3 skin)
    {
        var draw = take.Fork("backdrop");
        var kind = draw.Fork("kind").Below(0, 5);
        var isField = !isIndoors && (kind is 2 or 3);
        // Leaves are darker than walls. The top is mostly seen before the wall, bare arms too, the trousers before the ground.
        var arms = outfit.HasLongSleeves ? outfit.Top : skin;
        Contrast[] beforeWall = [new(outfit.Top, 0.3f), new(outfit.Trousers, 0.2f), new(arms, 0.2f)];
        var wall = isField ? Apart(draw.Fork("wall"), 0.22, 0.65, beforeWall) : Apart(draw.Fork("wall"), 0.3, 0.92, beforeWall);
        var ground = Apart(draw.Fork("ground"), 0.25, 0.85, [new(outfit.Top, 0.15f), new(outfit.Trousers, 0.25f)]);
        var behind = distance + draw.Between("behind", 0.8, 5);
        return isIndoors ? new RoomBackdrop(draw, behind, wall, ground)
            : isField ? new FieldBackdrop(draw, behind + draw.Between("far", 4, 40), wall, ground)
            : kind == 4 ? new OpenBackdrop(draw, behind + 60, wall, ground)
            : new StreetBackdrop(draw, behind, wall, ground);
    }

    // A brightness from which clothes and arms stand out: someone who is all over like the wall could not be seen by anybody.
    private static float Apart(ClipDraw draw, double darkest, double brightest, Contrast[] wanted)
    {
        // Cloth is rarely in full light.
        const float Lit = 0.88f;
        const int Trials = 12;
        return Enumerable.Range(0, Trials)
            .Select(i => (float)draw.Between(i, darkest, brightest))
            .MaxBy(brightness => wanted.Min(one => MathF.Min(1, MathF.Abs((Lit * Luma(one.Colour)) - brightness) / one.Difference)));
    }

    private static float Luma(Vector3 colour) => Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f));

    // How far, of the way from black to white, something should differ from what is behind it.
    private readonly record struct Contrast(Vector3 Colour, float Difference);
}
