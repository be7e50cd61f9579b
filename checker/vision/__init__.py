"""What the models see in a photo: faces, landmarks, the person's mask. Rules get it as ``photo.scene``."""

from .runtime import Runtime, finish
from .scene import Face, Mark, Pose, Scene, Unseen

__all__ = ["Face", "Mark", "Pose", "Runtime", "Scene", "Unseen", "finish"]
