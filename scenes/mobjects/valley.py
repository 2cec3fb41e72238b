"""ValleySurface and ValleyPath: a slice of the cost as a landscape at night, and a walk over it.

Projection is orthographic, so hidden or not is a matter of one direction. World units: u and v to -1..1 by one
factor (distances keep their proportions), cost to 0..`relief` by a factor fixed at the start.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Self

import cairo
import numpy as np

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.painted import Array, Painted, View, pen, rgb

_MESH = 4  # every so many rows and columns a line is drawn on the ground
_REACH = 0.35  # world units: how far the lantern lights
_CLEAR = 0.012  # world units that a point may lie under the ground and still be seen


class ValleySurface(Painted):
    """cost[i, j] at (u[i], v[j]) over a rising grid, drawn in a box of width x height."""

    def __init__(
        self,
        u: Array,
        v: Array,
        cost: Array,
        theme: Theme,
        width: float,
        height: float,
        *,
        relief: float = 0.9,
        azimuth: float = -60.0,
        elevation: float = 35.0,
        zoom: float = 1.0,
    ) -> None:
        if u.ndim != 1 or v.ndim != 1 or cost.shape != (len(u), len(v)) or min(cost.shape) < 2:
            raise ValueError(f"a surface is u (G,), v (H,), cost (G, H), not {u.shape}, {v.shape}, {cost.shape}")
        if (np.diff(u) <= 0).any() or (np.diff(v) <= 0).any():
            raise ValueError("a surface's u and v must rise")
        if not np.isfinite(cost).all():
            raise ValueError("a surface's costs must be finite")
        super().__init__(width, height)
        self.u, self.v, self.cost = np.asarray(u, float), np.asarray(v, float), np.asarray(cost, float)
        self.theme = theme
        self.relief = relief
        self.unit = max(float(np.ptp(u)), float(np.ptp(v))) / 2
        self.floor, self.span = float(cost.min()), max(float(np.ptp(cost)), 1e-12)
        self.lantern: Array | None = None
        x, y, z = self.world(self.u[:, None], self.v[None, :], self.cost)
        self.mesh = np.stack(np.broadcast_arrays(x, y, z), axis=-1)
        slope = np.stack([-np.gradient(z, x[:, 0], axis=0), -np.gradient(z, y[0], axis=1), np.ones_like(z)], axis=-1)
        normals = slope / np.linalg.norm(slope, axis=-1, keepdims=True)
        self.middles = (self.mesh[1:, 1:] + self.mesh[:-1, 1:] + self.mesh[1:, :-1] + self.mesh[:-1, :-1]) / 4
        normals = normals[1:, 1:] + normals[:-1, 1:] + normals[1:, :-1] + normals[:-1, :-1]
        self.normals = normals / np.linalg.norm(normals, axis=-1, keepdims=True)
        self.set_view(azimuth, elevation, zoom)

    def world(self, u: Array | float, v: Array | float, cost: Array | float) -> tuple[Array, Array, Array]:
        """World coordinates of slice coordinates and a cost."""
        x = (np.asarray(u, float) - (self.u[0] + self.u[-1]) / 2) / self.unit
        y = (np.asarray(v, float) - (self.v[0] + self.v[-1]) / 2) / self.unit
        return x, y, (np.asarray(cost, float) - self.floor) / self.span * self.relief

    def set_view(self, azimuth: float, elevation: float, zoom: float = 1.0) -> ValleySurface:
        """Where the viewer stands, in degrees: around, and above the ground (0 < elevation <= 90)."""
        if not 0 < elevation <= 90 or zoom <= 0:
            raise ValueError(f"elevation is in (0, 90] and zoom above 0, not {elevation} and {zoom}")
        self.view = (float(azimuth), float(elevation), float(zoom))
        return self

    def set_lantern(self, u: float | None, v: float = 0.0, cost: float = 0.0) -> ValleySurface:
        """A light at (u, v) at the height of this cost; None puts it out."""
        self.lantern = None if u is None else np.array(self.world(u, v, cost), float)
        return self

    def height_at(self, u: Array | float, v: Array | float) -> Array:
        """The slice's cost at any (u, v), bilinear between grid points; beyond the edge that of the edge."""
        i = np.interp(u, self.u, np.arange(len(self.u)))
        j = np.interp(v, self.v, np.arange(len(self.v)))
        low_i = np.minimum(np.floor(i).astype(np.intp), len(self.u) - 2)
        low_j = np.minimum(np.floor(j).astype(np.intp), len(self.v) - 2)
        s, t = i - low_i, j - low_j
        c = self.cost
        return np.asarray(
            (c[low_i, low_j] * (1 - s) + c[low_i + 1, low_j] * s) * (1 - t)
            + (c[low_i, low_j + 1] * (1 - s) + c[low_i + 1, low_j + 1] * s) * t
        )

    def project(self, u: Array | float, v: Array | float, cost: Array | float) -> Array:
        """Scene points (…,3) of points over the slice."""
        flat = self._flat(*self.world(u, v, cost))
        return self.at(flat[..., 0], flat[..., 1])

    def visible(self, u: Array | float, v: Array | float, cost: Array | float) -> Array:
        """bool: whether no ground stands between a point and the viewer."""
        x, y, z = np.broadcast_arrays(*self.world(u, v, cost))
        toward = self._toward()
        away = np.linspace(0, 2.9, 96)[1:]  # to beyond the farthest corner of the slice
        px, py, pz = (part[..., None] + away * toward[k] for k, part in enumerate((x, y, z)))
        low, high = self.mesh[0, 0], self.mesh[-1, -1]
        inside = (px >= low[0]) & (px <= high[0]) & (py >= low[1]) & (py <= high[1])
        ground = self.height_at(px * self.unit + (self.u[0] + self.u[-1]) / 2, py * self.unit + self._middle_v())
        ground = (ground - self.floor) / self.span * self.relief
        return np.asarray(~(inside & (ground > pz + _CLEAR)).any(axis=-1))

    def _middle_v(self) -> float:
        return float(self.v[0] + self.v[-1]) / 2

    def _toward(self) -> Array:
        """(3,) the direction to the viewer."""
        around, above = math.radians(self.view[0]), math.radians(self.view[1])
        return np.array([math.cos(above) * math.cos(around), math.cos(above) * math.sin(around), math.sin(above)])

    def _flat(self, x: Array, y: Array, z: Array) -> Array:
        """World to design coordinates (…,2): the view fits the box at zoom 1, from any azimuth."""
        around, above = math.radians(self.view[0]), math.radians(self.view[1])
        right = -x * math.sin(around) + y * math.cos(around)
        depth = x * math.cos(around) + y * math.sin(around)
        up = (z - self.relief / 2) * math.cos(above) - depth * math.sin(above)
        width, height = self.design
        tall = 2 * 1.42 * math.sin(above) + self.relief * math.cos(above)
        scale = min(width / 2.84, height / tall) * self.view[2]
        return np.stack(np.broadcast_arrays(width / 2 + right * scale, height / 2 + up * scale), axis=-1)

    def _colours(self) -> Array:
        """(G-1, H-1, 3): by height from cool dark to the cost's red, lit from above and by the lantern."""
        theme = self.theme
        share = (self.middles[..., 2] / self.relief)[..., None]
        ground, faint, cool, cost = rgb(theme.ground), rgb(theme.faint), rgb(theme.cool), rgb(theme.cost)
        places = np.array([0.0, 0.35, 1.0])
        stops = np.stack([0.45 * ground + 0.55 * cool, 0.5 * ground + 0.5 * faint, 0.3 * ground + 0.7 * cost])
        colour = np.stack([np.interp(share[..., 0], places, stops[:, k]) for k in range(3)], axis=-1)
        light = np.array([-0.45, 0.35, 0.82]) @ np.moveaxis(self.normals, -1, -2)
        moon = np.clip(light, 0, 1)[..., None]
        shade = 0.5 + 0.6 * moon if theme.dark else 0.7 + 0.35 * moon
        colour = colour * shade
        if self.lantern is not None:
            lamp = self.lantern + np.array([0, 0, 0.12])  # the flame hangs a little above the feet
            away = lamp - self.middles
            distance = np.linalg.norm(away, axis=-1)
            facing = np.clip((away * self.normals).sum(axis=-1) / np.maximum(distance, 1e-9), 0, 1)
            glow = (0.25 + 0.75 * facing) * np.exp(-((distance / _REACH) ** 2))
            colour = colour + (rgb(theme.lantern) - colour) * 0.85 * glow[..., None]
        return np.asarray(np.clip(colour, 0, 1))

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        with self.drawing(ctx) as visible:
            if not visible:
                return
            ctx.rectangle(0, 0, *self.design)
            ctx.clip()
            layered = self.opacity < 1  # faces overlap: fade the landscape as one picture
            if layered:
                ctx.push_group()
            self._faces(ctx, 1 / camera.pixels_per_unit)
            if layered:
                ctx.pop_group_to_source()
                ctx.paint_with_alpha(self.opacity)

    def _faces(self, ctx: cairo.Context[Any], pixel: float) -> None:
        """Every face from the farthest to the nearest, with a hair's breadth of overlap against seams."""
        flat = self._flat(*np.moveaxis(self.mesh, -1, 0))
        order = np.argsort(self.middles @ (self._toward() * (1, 1, 0)), axis=None, kind="stable")
        corners = np.stack([flat[:-1, :-1], flat[1:, :-1], flat[1:, 1:], flat[:-1, 1:]], axis=2)
        out = corners - corners.mean(axis=2, keepdims=True)
        out *= 0.6 * pixel / np.maximum(np.linalg.norm(out, axis=-1, keepdims=True), 1e-9)
        corners = (corners + out).reshape(-1, 8)[order]
        swapped = self._colours().reshape(-1, 3)[order, ::-1].tolist()
        row, column = np.divmod(order, len(self.v) - 1)
        # A mesh line is drawn with the nearer of its two faces, which would else be painted over it.
        east, north = self._toward()[:2] >= 0
        lined_u = ((row + (not east)) % _MESH == 0).tolist()
        lined_v = ((column + (not north)) % _MESH == 0).tolist()
        ctx.set_line_width(pixel)
        ctx.set_line_join(cairo.LINE_JOIN_BEVEL)
        red, green, blue = rgb(self.theme.ink)[::-1].tolist()
        move, to, close, source = ctx.move_to, ctx.line_to, ctx.close_path, ctx.set_source_rgb
        ctx.set_antialias(cairo.ANTIALIAS_NONE)  # twice as fast, and only the outline shows it
        for (ax, ay, bx, by, cx, cy, dx, dy), colour, on_u, on_v in zip(
            corners.tolist(), swapped, lined_u, lined_v, strict=True
        ):
            move(ax, ay)
            to(bx, by)
            to(cx, cy)
            to(dx, dy)
            close()
            source(*colour)
            ctx.fill()
            if on_u or on_v:
                ctx.set_antialias(cairo.ANTIALIAS_FAST)
                if on_u:
                    move(*((ax, ay) if east else (bx, by)))
                    to(*((dx, dy) if east else (cx, cy)))
                if on_v:
                    move(*((ax, ay) if north else (dx, dy)))
                    to(*((bx, by) if north else (cx, cy)))
                ctx.set_source_rgba(red, green, blue, 0.16)
                ctx.stroke()
                ctx.set_antialias(cairo.ANTIALIAS_NONE)
        ctx.set_antialias(cairo.ANTIALIAS_DEFAULT)


class ValleyPath(Painted):
    """A walk over a surface at its **true** cost; stems where that floats off the slice, and a lantern at its head.

    Draws on the surface's own projection, so add it after the surface and move the surface, not the path.
    """

    def __init__(
        self, surface: ValleySurface, path: Array, true_cost: Array, *, stem_every: int = 1, stem_from: float = 0.02
    ) -> None:
        if path.ndim != 2 or path.shape[1] != 2 or true_cost.shape != (len(path),) or len(path) < 2:
            raise ValueError(f"a path is (n, 2) and (n,) costs, not {path.shape} and {true_cost.shape}")
        super().__init__(*surface.design)
        self.move_to(surface)
        self.surface = surface
        self.path, self.true_cost = np.asarray(path, float), np.asarray(true_cost, float)
        self.stem_every, self.stem_from = stem_every, stem_from
        self.progress = 1.0

    def set_progress(self, progress: float) -> ValleyPath:
        """Walk the first share 0..1 of the steps; the surface's lantern is set by the caller or `light`."""
        self.progress = float(np.clip(progress, 0, 1))
        return self

    def light(self) -> ValleyPath:
        """Hang the surface's lantern at the head of the walk."""
        u, v, cost = self.head()
        self.surface.set_lantern(u, v, cost)
        return self

    def head(self) -> tuple[float, float, float]:
        """(u, v, true cost) of the walk's head, straight between two steps."""
        place = self.progress * (len(self.path) - 1)
        steps = np.arange(len(self.path))
        u, v, cost = (float(np.interp(place, steps, part)) for part in (*self.path.T, self.true_cost))
        return u, v, cost

    def head_point(self) -> Array:
        """Scene point (3,) of the head."""
        return self.surface.project(*self.head())

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        with self.surface.drawing(ctx) as visible:
            if not visible or self.opacity <= 0:
                return
            surface = self.surface
            ctx.rectangle(0, 0, *surface.design)
            ctx.clip()
            last = math.floor(self.progress * (len(self.path) - 1))
            u, v, cost = (
                np.append(part[: last + 1], end)
                for part, end in zip((*self.path.T, self.true_cost), self.head(), strict=True)
            )
            top = surface._flat(*surface.world(u, v, cost))
            seen = surface.visible(u, v, cost)
            self._stems(ctx, u, v, cost, top)
            colour = surface.theme.lantern if surface.theme.dark else surface.theme.ink
            ctx.set_line_cap(cairo.LINE_CAP_ROUND)
            ctx.set_line_width(0.04)
            ctx.set_line_join(cairo.LINE_JOIN_ROUND)
            both = seen[:-1] & seen[1:]
            turns = np.flatnonzero(np.diff(both)) + 1  # where the walk goes behind the ground, or comes out
            for first, last in pairwise([0, *turns.tolist(), len(both)]):
                pen(ctx, colour, self.opacity * (1 if both[first] else 0.22))
                for place in top[first : last + 1].tolist():
                    ctx.line_to(*place)
                ctx.stroke()
            self._lantern(ctx, float(top[-1, 0]), float(top[-1, 1]), 1.0 if seen[-1] else 0.35)

    def _stems(self, ctx: cairo.Context[Any], u: Array, v: Array, cost: Array, top: Array) -> None:
        surface = self.surface
        foot = surface._flat(*surface.world(u, v, surface.height_at(u, v)))
        floats = self._floats(u, v, cost)
        pen(ctx, surface.theme.ink, 0.55 * self.opacity)
        ctx.set_line_width(0.014)
        for index in range(len(u)):
            if floats[index]:
                ctx.move_to(*foot[index])
                ctx.line_to(*top[index])
        ctx.stroke()

    def _floats(self, u: Array, v: Array, cost: Array) -> Array:
        """Which of n places (n,) get a stem: too far off the slice to be taken for a part of it, and their turn."""
        turn = np.arange(len(u)) % self.stem_every == 0
        turn[-1] = True
        floats: Array = turn & (np.abs(cost - self.surface.height_at(u, v)) > self.stem_from * self.surface.span)
        return floats

    @property
    def has_stems(self) -> bool:
        """Whether the whole walk has a stem anywhere."""
        return bool(self._floats(self.path[:, 0], self.path[:, 1], self.true_cost).any())

    def _lantern(self, ctx: cairo.Context[Any], x: float, y: float, strength: float) -> None:
        blue, green, red = rgb(self.surface.theme.lantern)[::-1]
        glow = cairo.RadialGradient(x, y, 0.03, x, y, 0.55)
        glow.add_color_stop_rgba(0, blue, green, red, 0.6 * strength * self.opacity)
        glow.add_color_stop_rgba(1, blue, green, red, 0)
        ctx.set_source(glow)
        ctx.arc(x, y, 0.55, 0, math.tau)
        ctx.fill()
        ctx.arc(x, y, 0.085, 0, math.tau)
        pen(ctx, self.surface.theme.lantern, strength * self.opacity)
        ctx.fill_preserve()
        pen(ctx, self.surface.theme.ground, strength * self.opacity)
        ctx.set_line_width(0.02)
        ctx.stroke()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo.setdefault(id(self.surface), self.surface)  # a copied path still walks on the surface in the picture
        return super().__deepcopy__(memo)
