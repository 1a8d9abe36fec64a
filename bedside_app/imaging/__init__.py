"""Images without a window: headers read within bounds, frames decoded, geometry, measurement. No Qt."""
