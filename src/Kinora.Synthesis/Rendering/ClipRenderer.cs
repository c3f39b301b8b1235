using System.Numerics;
using Kinora.Synthesis.Figures;
using Kinora.Synthesis.Scenes;

namespace Kinora.Synthesis.Rendering;

/// <summary>Draws the frames of one scene, each on its own: the same frame is the same bytes whichever came before.</summary>
internal sealed class ClipRenderer
{
    // Moments at which the shutter is taken to be open: fast hands and feet are blurred.
    private const int Moments = 3;

    private readonly Scene scene;
    private readonly float frameRate;
    private readonly Background background;
    private readonly FigureLayer figure;
    private readonly Exposure exposure;
    private readonly List<Capsule> parts = [];
    private readonly Vector3[] picture;
    private readonly float[] ground;
    private readonly Vector4[] body;

    /// <param name="scene">What is seen.</param>
    /// <param name="frameRate">Frames a second.</param>
    public ClipRenderer(Scene scene, double frameRate)
    {
        this.scene = scene;
        this.frameRate = (float)frameRate;
        var (height, width) = (scene.Camera.Size.Height, scene.Camera.Size.Width);
        background = new Background(scene.Camera, scene.Backdrop);
        figure = new FigureLayer(height, width);
        exposure = new Exposure(scene.Grade, height, width, scene.GrainSeed);
        picture = new Vector3[height * width];
        ground = new float[height * width];
        body = new Vector4[height * width];
    }

    /// <summary>Draws one frame.</summary>
    /// <param name="frame">Its number, from 0.</param>
    /// <param name="pixels">Takes it, (H, W, 3), RGB.</param>
    /// <returns>The share of the picture that the person covers, 0 to 1.</returns>
    public double Render(int frame, Span<byte> pixels)
    {
        var time = frame / frameRate;
        var view = scene.Camera.At(time);
        background.Draw(view, picture, ground);
        var exposed = scene.Light.Ambient + (0.75f * scene.Light.Lamp);
        Place(time);
        GroundShadow.Draw(parts, view, scene.Light, ground, picture);

        Array.Clear(body);
        for (var moment = 0; moment < Moments; moment++)
        {
            Place(time + (scene.Grade.Shutter / frameRate * (((moment + 0.5f) / Moments) - 0.5f)));
            figure.Draw(parts, view, scene.Light);
            figure.MoveTo(body);
        }

        var cover = 0.0;
        for (var i = 0; i < picture.Length; i++)
        {
            var part = body[i] / Moments;
            picture[i] = (picture[i] * (exposed * (1 - part.W))) + part.AsVector3();
            cover += part.W;
        }

        exposure.Write(picture, frame, pixels);
        return cover / picture.Length;
    }

    private void Place(float time)
    {
        var (origin, heading) = scene.Track.At(time);
        BodyShape.Build(scene.Person, scene.Outfit, Joints.Of(scene.Person.Skeleton, scene.Motion.Pose(time), origin, heading), parts);
    }
}
