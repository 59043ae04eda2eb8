"""An S3-compatible object storage on loopback: moto's, behind a door that checks every signature with botocore's own signer."""

from __future__ import annotations

import io
from typing import Any, Self
from urllib.parse import quote

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
import threading

ACCESS_KEY, SECRET_KEY, REGION, BUCKET = "AKIDEXAMPLE", "wJalrXUtnFEMI+K7MDENG/bPxRfiCYEXAMPLE", "eu-west-3", "calls"


class ObjectStorage:
    """`with ObjectStorage() as storage:` listens. `answers` are given one each to the next uploads instead of taking them; while
    `spoils` is set what is uploaded is stored with its last byte changed."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.spoils = False
        self.requests: list[tuple[str, str]] = []
        self.refused: list[str] = []
        self._application = DomainDispatcherApplication(create_backend_app)

    def __enter__(self) -> Self:
        self._server = make_server("127.0.0.1", 0, self._door, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.client = boto3.client(
            "s3", endpoint_url=self.url, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY, region_name=REGION,
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))
        self.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.requests.clear()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self._server.shutdown()
        self._thread.join()
        # moto keeps its buckets in the process.
        import moto.backends
        moto.backends.get_backend("s3").reset()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def settings(self, secret_path: Any, **more: str | None) -> dict[str, str | None]:
        secret_path.write_text(SECRET_KEY + "\n")
        return {
            "VISAVIS_RECORDING_S3_ENDPOINT": self.url, "VISAVIS_RECORDING_S3_BUCKET": BUCKET, "VISAVIS_RECORDING_S3_REGION": REGION,
            "VISAVIS_RECORDING_S3_PREFIX": "visavis/prod", "VISAVIS_RECORDING_S3_ACCESS_KEY": ACCESS_KEY,
            "VISAVIS_RECORDING_S3_SECRET_FILE": str(secret_path), "VISAVIS_RECORDING_S3_PATH_STYLE": "true",
            "VISAVIS_RECORDING_S3_ALLOW_PRIVATE": "true", **more,
        }

    def keys(self) -> list[str]:
        return sorted(entry["Key"] for entry in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", []))

    def content(self, key: str) -> bytes:
        return self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    def _door(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if environ.get("HTTP_USER_AGENT") == "Visavis":
            self.requests.append((method, path + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")))
            if not self._is_signed(environ):
                self.refused.append(f"{method} {path}")
                return self._answer(start_response, "403 Forbidden", b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            if method == "PUT" and self.answers:
                return self._answer(start_response, f"{self.answers.pop(0)} Not now", b"<Error><Code>SlowDown</Code></Error>")
            if method == "PUT" and self.spoils and body:
                body = body[:-1] + bytes([body[-1] ^ 1])
        environ["wsgi.input"] = io.BytesIO(body)
        return self._application(environ, start_response)

    @staticmethod
    def _answer(start_response: Any, status: str, body: bytes) -> list[bytes]:
        start_response(status, [("Content-Length", str(len(body)))])
        return [body]

    @staticmethod
    def _is_signed(environ: dict[str, Any]) -> bool:
        """Signs the same request again and compares."""
        given = environ.get("HTTP_AUTHORIZATION", "")
        names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
        fields = {"content-type": environ.get("CONTENT_TYPE", "")}
        fields |= {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        path = quote(environ["PATH_INFO"], safe="/~")
        query = environ["QUERY_STRING"]
        request = AWSRequest(
            method=environ["REQUEST_METHOD"], url=f"http://{fields['host']}{path}{'?' + query if query else ''}",
            headers={name: fields.get(name, "") for name in names})
        request.context["timestamp"] = fields["x-amz-date"]
        signer = S3SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "s3", REGION)
        expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
        return given.endswith(f"Signature={expected}")
