"""Times yolo26n as another runtime serves it, from the input tensor to 300 boxes: one picture, float32.

    infer_time.py bare|bare-channels-last CLASSES SIDE THREADS RUNS     our network's twin in PyTorch, folded
    infer_time.py ultralytics MODEL SIDE THREADS RUNS                   Ultralytics' own module, fused
    infer_time.py onnxruntime|openvino FILE SIDE THREADS RUNS           what it exports

Prints the median of the seconds.
"""

import sys
import time

import numpy as np

WARM_RUNS = 20


class Served:
    """The one-to-one branch of a network, batch normalisation folded, and its best 300 boxes."""

    def __init__(self, classes, side, channels_last):
        import torch
        from torch.nn.utils.fusion import fuse_conv_bn_eval

        from bare_step import grid
        from goldens.network import Conv, Detector

        self.torch = torch
        network = Detector("n", classes).eval()
        for module in network.modules():
            if isinstance(module, Conv):
                module.conv, module.bn = fuse_conv_bn_eval(module.conv, module.bn), torch.nn.Identity()
                if isinstance(module.act, torch.nn.SiLU):
                    module.act.inplace = True
        layout = torch.channels_last if channels_last else torch.contiguous_format
        self.network, self.layout = network.to(memory_format=layout), layout
        self.centres, self.strides = grid(side)

    def __call__(self, image):
        torch, head = self.torch, self.network.model[23]
        with torch.inference_mode():
            layers = self.network.layers(image)
            levels = [layers[i] for i in (16, 19, 22)]
            sides = torch.cat([t(x).flatten(2) for t, x in zip(head.one2one_cv2, levels)], 2).transpose(1, 2)
            scores = torch.cat([t(x).flatten(2) for t, x in zip(head.one2one_cv3, levels)], 2).transpose(1, 2)
            best, place = scores.sigmoid().flatten(1).topk(300, 1)
            anchor, label = place[0] // scores.shape[2], place[0] % scores.shape[2]
            middle, lengths = self.centres[anchor], sides[0, anchor] * self.strides[anchor, None]
            corners = torch.cat((middle - lengths[:, :2], middle + lengths[:, 2:]), 1)
            return torch.cat((corners, best[0, :, None], label[:, None]), 1)


def bare(classes, image, threads, channels_last):
    import torch

    torch.set_num_threads(threads)
    served = Served(int(classes), image.shape[2], channels_last)
    tensor = torch.from_numpy(image).contiguous(memory_format=served.layout)
    return lambda: served(tensor)


def ultralytics(model, image, threads):
    import torch
    from ultralytics import YOLO

    network = YOLO(model)
    network.fuse()
    module, tensor = network.model.eval(), torch.from_numpy(image)
    torch.set_num_threads(threads)

    def run():
        with torch.inference_mode():
            return module(tensor)

    return run


def onnxruntime(file, image, threads):
    import onnxruntime as runtime

    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = runtime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    inputs = {session.get_inputs()[0].name: image}
    return lambda: session.run(None, inputs)


def openvino(folder, image, threads):
    import pathlib

    from openvino import Core

    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    model = Core().compile_model(str(next(pathlib.Path(folder).glob("*.xml"))), "CPU", settings)
    request = model.create_infer_request()
    return lambda: request.infer({0: image})


def main(who, what, side, threads, runs):
    side, threads, runs = int(side), int(threads), int(runs)
    image = np.random.default_rng(1).random((1, 3, side, side), dtype=np.float32)
    if who.startswith("bare"):
        run = bare(what, image, threads, who.endswith("channels-last"))
    else:
        run = {"ultralytics": ultralytics, "onnxruntime": onnxruntime, "openvino": openvino}[who](what, image, threads)
    seconds = []
    for i in range(-WARM_RUNS, runs):
        begin = time.perf_counter()
        run()
        if i >= 0:
            seconds.append(time.perf_counter() - begin)
    print(f"median_seconds\t{sorted(seconds)[runs // 2]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
